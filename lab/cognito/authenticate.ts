import { type Cause, type GatewayError, gatewayError } from "../gateway/errors.ts";
import type { Exchange } from "../gateway/exchange.ts";
import type { CognitoAuthorizer } from "../gateway/model.ts";
import type { Claims, TokenVerifier } from "./verify-token.ts";

type Refusal = { readonly why: string; readonly attribute?: string; readonly expired?: true };

/**
 * The COGNITO_USER_POOLS authorizer (aws-behaviour C): a token of one of its pools, bare or after `Bearer `; without
 * scopes on the method it must be an ID token, with scopes an access token that has one of them. Any app client of
 * the pool will do: API Gateway asks for none.
 */
export function authenticateCognito(
  exchange: Exchange,
  authorizer: CognitoAuthorizer,
  scopes: readonly string[],
  tokens: TokenVerifier,
): GatewayError | undefined {
  const { address } = authorizer;
  const stop = ({ why, attribute, expired }: Refusal): GatewayError => {
    const cause: Cause = { why, address: attribute ? exchange.method?.address : address, attribute };
    const error = gatewayError(
      "UNAUTHORIZED",
      cause,
      expired && { message: "The incoming token has expired" },
    );
    exchange.authorizerOutcome.status = error.status;
    exchange.authorizerOutcome.error = error.message ?? undefined;
    return exchange.stop("authenticate", error);
  };

  const values = exchange.request.headers.filter(([name]) => name.toLowerCase() === authorizer.header);
  const value = values[0]?.[1];
  if (value === undefined || value === "") return stop({ why: `there is no ${authorizer.header} header` });
  if (values.length > 1) return stop({ why: `there are ${values.length} ${authorizer.header} headers` });
  const verification = tokens.verify(
    /^bearer /i.test(value) ? value.slice("Bearer ".length).trimStart() : value,
    authorizer.providerArns,
  );
  if (!verification.ok) return stop(verification);
  const { claims, context, pool } = verification.token;
  exchange.caller = callerOf(claims);
  const refusal =
    checkClaims(claims, pool.issuer, exchange.receivedAt) ??
    (scopes.length === 0 ? checkIdToken(claims) : checkAccessToken(claims, scopes)) ??
    checkAudience(claims, authorizer);
  if (refusal !== undefined) return stop(refusal);

  exchange.authorizer = context;
  exchange.authorizerOutcome.status = 200;
  const matched = scopes.find((scope) => scopesOf(claims).includes(scope));
  return exchange.pass("authenticate", {
    why:
      matched === undefined ? `an ID token of ${pool.address}` : `the access token has the scope ${matched}`,
    address,
  });
}

/** What every token must say, looked at each time: issuer, not expired, already valid. */
function checkClaims({ iss, exp, nbf }: Claims, issuer: string, now: number): Refusal | undefined {
  if (iss !== issuer) return { why: "the token's iss is not the user pool" };
  if (typeof exp !== "number") return { why: "the token has no exp" };
  if (exp * 1000 <= now) return { why: `the token expired at ${isoTime(exp)}`, expired: true };
  if (nbf === undefined) return undefined;
  return typeof nbf === "number" && nbf * 1000 <= now
    ? undefined
    : { why: "the token is not yet valid (nbf)" };
}

function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "an unreadable time" : date.toISOString();
}

function checkIdToken({ token_use }: Claims): Refusal | undefined {
  if (token_use === "id") return undefined;
  return {
    why: `the method has no authorization_scopes, so it takes an ID token; this one's token_use is ${show(token_use)}`,
    attribute: "authorization_scopes",
  };
}

function checkAccessToken(claims: Claims, scopes: readonly string[]): Refusal | undefined {
  const { token_use, scope } = claims;
  if (token_use !== "access") {
    const why = `the method has authorization_scopes, so it takes an access token; this one's token_use is ${show(token_use)}`;
    return { why, attribute: "authorization_scopes" };
  }
  const held = scopesOf(claims);
  if (scopes.some((wanted) => held.includes(wanted))) return undefined;
  const why = `the token's scope ${show(scope)} has none of ${scopes.join(", ")}`;
  return { why, attribute: "authorization_scopes" };
}

/** `identity_validation_expression` is matched against `aud`, which an access token does not have (C [D]). */
function checkAudience({ aud }: Claims, { audience }: CognitoAuthorizer): Refusal | undefined {
  if (audience === undefined) return undefined;
  if (typeof aud === "string" && audience.matches(aud)) return undefined;
  return { why: `the token's aud ${show(aud)} does not match ${audience.source}` };
}

function scopesOf({ scope }: Claims): readonly string[] {
  return typeof scope === "string" ? scope.split(" ") : [];
}

/** A claim for the record: short, whatever it is. */
function show(value: unknown): string {
  const text = value === undefined ? "(none)" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Who the token speaks of: the client of a machine's token, else the user. */
function callerOf({ client_id, sub, token_use }: Claims): string | undefined {
  const caller = token_use === "access" && typeof client_id === "string" ? client_id : sub;
  return typeof caller === "string" ? caller.slice(0, 256) : undefined;
}
