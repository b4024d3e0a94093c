import { readFileSync } from "node:fs";
import type { Deployment } from "../terraform/deployment.ts";
import type { UserPoolConfig } from "./issuers/cognito/pool.ts";

/** Permissions by caller. */
export type Callers = Readonly<Record<string, readonly string[]>>;

/** What a caller is in one method of one stack. */
export interface CallerIdentity {
  readonly stack: string;
  readonly caller: string;
  readonly kind: "role" | "app-client";
  /** The role's ARN, or the client's id. */
  readonly id: string;
}

const OUTPUT = /^(?:iam_|cognito_scopes_)?([a-z][a-z0-9_-]*)_(role_arn|client_id)$/;

/** The callers that the outputs name: `<caller>_role_arn`, `<caller>_client_id`, also behind a method's name. */
export function callerIdentities(deployments: readonly Deployment[]): readonly CallerIdentity[] {
  return deployments.flatMap(({ stack, outputs }) =>
    outputs.flatMap(({ name, value }): CallerIdentity[] => {
      const [, caller, kind] = OUTPUT.exec(name) ?? [];
      if (caller === undefined || typeof value !== "string") return [];
      return [{ stack, caller, kind: kind === "role_arn" ? "role" : "app-client", id: value }];
    }),
  );
}

/**
 * Who is registered at the outside identity provider, with which permissions: the Terraform's `locals.callers`, and
 * where there is none, the callers of the app clients, with the scopes' names behind the resource server.
 */
export function registeredCallers(
  files: readonly string[],
  deployments: readonly Deployment[],
  pools: readonly UserPoolConfig[],
): Callers {
  const declared = Object.assign({}, ...files.map(declaredCallers)) as Callers;
  if (Object.keys(declared).length > 0) return declared;
  const clients = new Map(pools.flatMap((pool) => [...pool.clients]));
  const found = callerIdentities(deployments).flatMap(({ caller, kind, id }) => {
    const client = kind === "app-client" ? clients.get(id) : undefined;
    return client ? [[caller, client.scopes.map((scope) => scope.slice(scope.lastIndexOf("/") + 1))]] : [];
  });
  return Object.fromEntries(found);
}

function declaredCallers(file: string): Callers {
  const { locals } = JSON.parse(readFileSync(file, "utf8")) as { locals?: { callers?: unknown } };
  const entries = Object.entries(Object(locals?.callers));
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry[1]) && entry[1].every((name) => typeof name === "string"),
    ),
  );
}
