import { type SupportedSignatureAlgorithm, supportedSignatureAlgorithms } from "aws-jwt-verify/jwt-verifier";
import { ConfigurationError } from "./errors.ts";
import { parseIssuer } from "./issuer-url.ts";

/** What the function's environment says about the one issuer that it trusts. */
export interface Configuration {
  /** `TOKEN_ISSUER`: the exact value of `iss`, and where discovery begins. */
  readonly issuer: string;
  /** `TOKEN_AUDIENCE`: what `aud` must be, or contain. */
  readonly audience: string;
  /** `TOKEN_ALGORITHMS`, with commas between; `RS256` where it is not set. Never `none`, never a shared secret (HS…). */
  readonly algorithms: readonly SupportedSignatureAlgorithm[];
}

/** @throws {ConfigurationError} a variable is missing or no token could be verified safely with it */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience, TOKEN_ALGORITHMS = "RS256" } = environment;
  if (!issuer) throw new ConfigurationError("TOKEN_ISSUER: came nothing; allowed: the URL of an OIDC issuer");
  if (!audience)
    throw new ConfigurationError("TOKEN_AUDIENCE: came nothing; allowed: the audience of this API's tokens");
  try {
    parseIssuer(issuer);
  } catch (error) {
    throw new ConfigurationError(`TOKEN_ISSUER: ${(error as Error).message}`);
  }
  return { issuer, audience, algorithms: TOKEN_ALGORITHMS.split(",").map((name) => algorithm(name.trim())) };
}

function algorithm(name: string): SupportedSignatureAlgorithm {
  const known = supportedSignatureAlgorithms.find((supported) => supported === name);
  if (!known) {
    const allowed = supportedSignatureAlgorithms.join(", ");
    throw new ConfigurationError(
      `TOKEN_ALGORITHMS: came ${JSON.stringify(name)}; allowed: ${allowed}, with commas between`,
    );
  }
  return known;
}
