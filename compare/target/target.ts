import { CALLERS, type Caller, type Method } from "../method.ts";
import type { Environment } from "./env.ts";
import { TargetError } from "./errors.ts";
import type { MethodOutputs } from "./outputs.ts";

/** One method in one stack, with everything that a client needs to call it. */
export interface Target {
  readonly method: Method;
  readonly stack: string;
  /** Includes the stage, has no trailing slash. */
  readonly apiUrl: string;
  /** Whether the API is on this machine: figures of it are labelled local, and nothing is waited for. */
  readonly loopback: boolean;
  readonly access: Access;
}

/** How callers get a credential of a method. */
export type Access = RoleAccess | TokenAccess;

/** IAM: each caller assumes a role and signs. */
export interface RoleAccess {
  readonly kind: "role";
  /** The region in the credential scope of signatures. */
  readonly region: string;
  readonly roleArn: (caller: Caller) => string;
}

/** Cognito and the outside identity provider: each caller is a client of a token endpoint. */
export interface TokenAccess {
  readonly kind: "token";
  readonly tokenUrl: string;
  /** The issuer that tokens name. */
  readonly issuer: string;
  readonly client: (caller: Caller) => { readonly id: string; readonly secret: string };
}

/**
 * Joins outputs and environment to targets.
 *
 * @throws TargetError naming every variable that is missing and the method that needs it
 */
export function makeTargets(outputs: readonly MethodOutputs[], environment: Environment): readonly Target[] {
  const problems = new Set<string>();
  const targets = outputs.map(({ method, stack, values }): Target => {
    const apiUrl = values.api_url!;
    return { method, stack, apiUrl, loopback: isLoopback(apiUrl), access: access(method, values) };
  });
  if (problems.size) throw new TargetError([...problems]);
  return targets;

  function access(method: Method, values: Readonly<Record<string, string>>): Access {
    if (method === "iam") {
      return {
        kind: "role",
        region: regionOf(values.api_url!) ?? variable("AWS_REGION", method, "the region of the API"),
        roleArn: (caller) => values[`${caller}_role_arn`]!,
      };
    }
    if (method === "cognito-scopes") {
      return {
        kind: "token",
        tokenUrl: values.token_url!,
        issuer: values.issuer!,
        client: (caller) => ({
          id: values[`${caller}_client_id`]!,
          secret: values[`${caller}_client_secret`]!,
        }),
      };
    }
    const clients = Object.fromEntries(
      CALLERS.map((caller) => {
        const name = caller.toUpperCase();
        const at = "at the outside identity provider";
        return [
          caller,
          {
            id: variable(`${name}_CLIENT_ID`, method, `the client id of ${caller} ${at}`),
            secret: variable(`${name}_CLIENT_SECRET`, method, `the client secret of ${caller} ${at}`),
          },
        ];
      }),
    );
    const tokenUrl = variable("TOKEN_URL", method, "the token endpoint of the outside identity provider");
    if (tokenUrl && !URL.canParse(tokenUrl)) problems.add("variable TOKEN_URL is not a URL");
    return { kind: "token", tokenUrl, issuer: values.token_issuer!, client: (caller) => clients[caller]! };
  }

  function variable(name: string, method: Method, what: string): string {
    const value = environment[name];
    if (!value) {
      problems.add(
        `variable ${name} is not set: ${method} needs it (${what}). Set it, name a file that has it with ` +
          "--env FILE, or choose other methods with --method",
      );
    }
    return value ?? "";
  }
}

/** The region in an execute-api host name; undefined for any other host. */
export function regionOf(apiUrl: string): string | undefined {
  return /^[^.]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(new URL(apiUrl).hostname)?.[1];
}

/** Whether a URL's host is this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}
