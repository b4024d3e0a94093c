import { handMadeToken, keysIn, type PrivateKey } from "./hand-made-token.ts";
import type { TestLab } from "./test-lab.ts";

/** The methods that take tokens; each is a stack too. */
export const TOKEN_METHODS = ["cognito-scopes", "custom-authorizer"] as const;
export type TokenMethod = (typeof TOKEN_METHODS)[number];

/** The private key of the issuer that a method's stack trusts. */
export function issuerKey(lab: TestLab, method: TokenMethod): PrivateKey {
  const keys = keysIn(
    lab.read(method === "cognito-scopes" ? "keys/cognito.jwks.json" : "keys/idp.jwks.json"),
  );
  const poolId = lab.output("cognito-scopes", "issuer").split("/").at(-1);
  const key = keys.find(({ name }) => method === "custom-authorizer" || name === poolId);
  if (!key) throw new Error(`${method} has no key`);
  return key;
}

/** Claims that a method's stack accepts for `GET /tests`. */
export function goodClaims(lab: TestLab, method: TokenMethod): Readonly<Record<string, unknown>> {
  const now = Math.floor(lab.lab.clock.now() / 1000);
  const common = { iat: now - 5, exp: now + 3000, sub: "me" };
  if (method === "cognito-scopes") {
    const scope = "com.test.test/test.read";
    return { ...common, iss: lab.output(method, "issuer"), client_id: "me", token_use: "access", scope };
  }
  const [iss, aud] = [lab.output(method, "token_issuer"), lab.output(method, "token_audience")];
  return { ...common, iss, aud, scope: "test.read" };
}

/** `Bearer` and a token, made by hand, that a method's stack accepts for `GET /tests`. */
export const goodBearer = (lab: TestLab, method: TokenMethod): string =>
  `Bearer ${handMadeToken(issuerKey(lab, method), goodClaims(lab, method))}`;
