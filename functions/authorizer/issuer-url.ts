const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

/**
 * Reads the URL of an issuer. It is https; http is for a loopback address alone, behind which there is nobody but this
 * machine: that is how the same function runs against an issuer beside it (docs/decisions/0003-authorizer-loopback-issuer.md).
 *
 * @throws {TypeError} with what came and what is allowed
 */
export function parseIssuer(issuer: string): URL {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url && isPlain(url) && url.search === "" && (url.protocol === "https:" || isLoopback(url))) return url;
  throw new TypeError(`came ${JSON.stringify(issuer)}; allowed: ${ALLOWED} query or fragment`);
}

/**
 * Reads the `jwks_uri` of an issuer's discovery document. It may be on another host, as it is for large providers, but
 * never falls back to http where the issuer did not.
 *
 * @throws {TypeError} with what came and what is allowed
 */
export function parseJwksUri(jwksUri: unknown, issuer: URL): URL {
  const url = typeof jwksUri === "string" && URL.canParse(jwksUri) ? new URL(jwksUri) : undefined;
  if (url && isPlain(url) && (url.protocol === "https:" || (isLoopback(url) && isLoopback(issuer))))
    return url;
  throw new TypeError(`jwks_uri: came ${JSON.stringify(jwksUri)}; allowed: ${ALLOWED} or fragment`);
}

/**
 * Where the issuer publishes its metadata. A slash at the issuer's end is not doubled.
 * https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest
 */
export function discoveryUrl(issuer: URL): URL {
  return new URL(`${issuer.origin}${issuer.pathname.replace(/\/$/, "")}/.well-known/openid-configuration`);
}

const ALLOWED = "an https URL without credentials,";

const isPlain = ({ username, password, hash }: URL) => username === "" && password === "" && hash === "";

const isLoopback = ({ protocol, hostname }: URL) => protocol === "http:" && LOOPBACK.includes(hostname);
