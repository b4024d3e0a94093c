import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { type Authorization, isSupported, readAuthorization } from "./authorization.ts";
import {
  canonicalHeaders,
  canonicalQuery,
  canonicalRequest,
  canonicalUri,
  parseQuery,
  type QueryParameter,
} from "./canonical.ts";
import * as errors from "./errors.ts";
import { signingKey } from "./signing-key.ts";
import type { CredentialRecord, SignedRequest, SigV4Error, Verification, VerifyOptions } from "./types.ts";

const TERMINATOR = "aws4_request";
/** The verb that API Gateway acts by (aws-behaviour E [D]): unsigned, it would turn a signed GET into a DELETE. */
const OVERRIDE = "x-http-method-override";
const EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** A presigned request lives a week at most (S3 reference, "Authenticating requests: using query parameters"). */
const LONGEST_EXPIRY = 604_800;

/**
 * Whether a request was signed with Signature Version 4 by who it says, and is as it was signed. Never throws.
 *
 * Checks in the order that is recorded on DynamoDB (aws-behaviour A.1): form, time, what must be signed, algorithm,
 * scope, access key, signature, session token. Where AWS is not known to refuse, this does:
 * - the body is always hashed, so `UNSIGNED-PAYLOAD` never verifies (recorded on DynamoDB, September 2026);
 * - every `x-amz-*` header that is sent must be signed, `X-HTTP-Method-Override` too, and every header that is signed
 *   must be sent;
 * - a presigned request ends after five minutes, or after `X-Amz-Expires` if that is sooner.
 */
export function verify(request: SignedRequest, options: VerifyOptions): Verification {
  const headers = canonicalHeaders(request.headers);
  const query = parseQuery(request.query);
  const authorization = readAuthorization(request, headers, query);
  if ("type" in authorization) return refuse(authorization);

  const error =
    checkTime(authorization, options) ??
    checkSigned(authorization, headers) ??
    (isSupported(authorization) ? undefined : errors.unsupportedAlgorithm(authorization.algorithm));
  if (error) return refuse(error);

  const scope = authorization.credential.split("/");
  const [accessKeyId, date, region, service] = scope;
  if (scope.length !== 5) return refuse(errors.badCredential(authorization.credential));
  const scopeError = checkScope(scope, authorization.date, options);
  if (scopeError) return refuse(scopeError);

  const credential = options.lookup(accessKeyId!);
  if (credential === undefined) return refuse(errors.unrecognizedClient("the access key is not known"));

  const payloadHash = request.body.length === 0 ? EMPTY_BODY : hash("sha256", request.body, "hex");
  const canonical = canonicalRequest({
    method: request.method,
    uri: canonicalUri(request.path),
    query: canonicalQuery(
      authorization.form === "query" ? query.filter(({ name }) => name !== "X-Amz-Signature") : query,
    ),
    headers,
    signedHeaders: authorization.signedHeaders,
    payloadHash,
  });
  const stringToSign = `AWS4-HMAC-SHA256\n${authorization.date}\n${date}/${region}/${service}/${TERMINATOR}\n${hash("sha256", Buffer.from(canonical, "latin1"), "hex")}`;
  const signature = createHmac("sha256", signingKey(credential, date!, region!, service!))
    .update(stringToSign)
    .digest("hex");

  const wrong = !sameText(signature, authorization.signature)
    ? "the secret access key is wrong, or the request is not the one that was signed"
    : (absentHeader(authorization, headers) ?? wrongPayloadHash(authorization, headers, query, payloadHash));
  if (wrong) return refuse(errors.mismatch(canonical, stringToSign, wrong));

  const sessionError = checkSession(authorization, credential, options.now);
  return sessionError ? refuse(sessionError) : { ok: true, credential, form: authorization.form };
}

function refuse(error: SigV4Error): Verification {
  return { ok: false, error };
}

/** Milliseconds to `20130609T095204Z`. */
function basicFormat(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** `20130609T095204Z` to milliseconds; `NaN` for anything else. */
function parseBasicFormat(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!parts) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The wording is AWS's; that `X-Amz-Expires` counts in seconds there is inferred. */
function checkTime({ date, expires }: Authorization, options: VerifyOptions): SigV4Error | undefined {
  const time = parseBasicFormat(date);
  if (Number.isNaN(time)) return errors.badDate(date);
  const now = Math.floor(options.now / 1000) * 1000;
  const minutes = options.skewMinutes ?? 5;
  const skew = minutes * 60_000;

  const latest = now + skew;
  if (time > latest) {
    return errors.notYetCurrent(date, basicFormat(latest), basicFormat(now), `${minutes} min.`);
  }
  const earliest = now - skew;
  if (time < earliest) {
    return errors.signatureExpired(date, basicFormat(earliest), basicFormat(now), `${minutes} min.`);
  }
  if (expires === undefined) return undefined;

  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > LONGEST_EXPIRY) {
    return errors.invalidSignature(`X-Amz-Expires must be a number of seconds from 1 to ${LONGEST_EXPIRY}.`);
  }
  const end = now - seconds * 1000;
  return time < end
    ? errors.signatureExpired(date, basicFormat(end), basicFormat(now), `${seconds} sec.`)
    : undefined;
}

/** What has to be under the signature: the host, and whatever AWS itself would act upon. */
function checkSigned(
  { signedHeaders }: Authorization,
  headers: ReadonlyMap<string, string>,
): SigV4Error | undefined {
  const signed = new Set(signedHeaders);
  if (!signed.has("host")) return errors.notSigned("Host' or ':authority");
  for (const name of headers.keys()) {
    if ((name.startsWith("x-amz-") || name === OVERRIDE) && !signed.has(name)) return errors.notSigned(name);
  }
  return undefined;
}

/**
 * All that is wrong with the scope, in AWS's order. Region and service are in the newest recorded form (2026), which
 * no longer repeats what came; terminator and date are recorded in the older form only.
 */
function checkScope(
  scope: readonly string[],
  dateTime: string,
  options: VerifyOptions,
): SigV4Error | undefined {
  const [, date, region, service, terminator] = scope as [string, string, string, string, string];
  const regions = typeof options.region === "string" ? [options.region] : options.region;
  const problems: string[] = [];
  if (!regions.includes(region)) problems.push("Credential should be scoped to a valid region. ");
  if (service !== options.service) {
    problems.push(`Credential should be scoped to correct service: '${options.service}'. `);
  }
  if (terminator !== TERMINATOR) {
    problems.push(
      `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'. `,
    );
  }
  const day = dateTime.slice(0, 8);
  if (date !== day) {
    problems.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${dateTime}'.`,
    );
  }
  return problems.length > 0 ? errors.invalidSignature(problems.join("")) : undefined;
}

/** A header that is named as signed and was not sent would be signed as empty. */
function absentHeader(
  { signedHeaders }: Authorization,
  headers: ReadonlyMap<string, string>,
): string | undefined {
  const absent = signedHeaders.find((name) => !headers.has(name));
  return absent === undefined
    ? undefined
    : `the signed header ${JSON.stringify(absent)} is not in the request`;
}

/** What the client says that the body's hash is, as a header or, presigned, as a parameter. */
function wrongPayloadHash(
  { form }: Authorization,
  headers: ReadonlyMap<string, string>,
  query: readonly QueryParameter[],
  payloadHash: string,
): string | undefined {
  const header = headers.get("x-amz-content-sha256");
  const wrong =
    (header !== undefined && header !== payloadHash) ||
    (form === "query" &&
      query.some(
        ({ name, value }) => name.toLowerCase() === "x-amz-content-sha256" && value !== payloadHash,
      ));
  return wrong ? "x-amz-content-sha256 is not the hash of the body" : undefined;
}

/** A session's key comes with its token, a long-term key with none. */
function checkSession(
  { sessionToken }: Authorization,
  credential: CredentialRecord,
  now: number,
): SigV4Error | undefined {
  if (credential.sessionToken === undefined) {
    return sessionToken === undefined
      ? undefined
      : errors.unrecognizedClient("a session token came with a long-term access key");
  }
  if (sessionToken === undefined) return errors.unrecognizedClient("the session token is missing");
  if (!sameText(credential.sessionToken, sessionToken)) {
    return errors.unrecognizedClient("the session token is not the access key's");
  }
  return credential.expiresAt !== undefined && credential.expiresAt <= now
    ? errors.expiredToken()
    : undefined;
}

/** Compares in a time that tells nothing of where two texts differ. */
function sameText(expected: string, actual: string): boolean {
  const a = Buffer.from(expected, "latin1");
  const b = Buffer.from(actual, "latin1");
  return a.length === b.length && timingSafeEqual(a, b);
}
