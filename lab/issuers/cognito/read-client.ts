import type { Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";
import type { AppClient } from "./pool.ts";

const FLOWS: readonly string[] = ["client_credentials", "code", "implicit"];

/** The scopes that every pool has, for its users. */
const STANDARD_SCOPES: readonly string[] = [
  "aws.cognito.signin.user.admin",
  "email",
  "openid",
  "phone",
  "profile",
];

const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ["seconds", 1],
  ["minutes", 60],
  ["hours", 3_600],
  ["days", 86_400],
]);

/** Access tokens live an hour by default, and five minutes to a day (aws-behaviour F). */
const DEFAULT_SECONDS = 3_600;
const LEAST_SECONDS = 300;
const MOST_SECONDS = 86_400;

/**
 * One app client. Added to the problems is what Cognito refuses when the client is created: `client_credentials`
 * beside another flow, without a secret or with a standard scope; a scope of no resource server; a lifetime out
 * of range.
 *
 * @param available the scopes of the pool's resource servers.
 */
export function readClient(resource: Resource, available: readonly string[], problems: Problems): AppClient {
  const flows = resource.stringList("allowed_oauth_flows", []);
  const scopes = resource.stringList("allowed_oauth_scopes", []);
  const secret = resource.boolean("generate_secret", false) ? resource.string("client_secret") : undefined;
  const refuse = (attribute: string, reason: string): void =>
    problems.add(resource.address, attribute, reason);
  const machine = flows.includes("client_credentials");

  for (const flow of flows.filter((one) => !FLOWS.includes(one))) {
    refuse("allowed_oauth_flows", `${JSON.stringify(flow)} must be one of ${FLOWS.join(", ")}`);
  }
  if (machine && flows.length > 1) {
    refuse("allowed_oauth_flows", "client_credentials cannot stand beside another flow");
  }
  if (machine && secret === undefined) {
    refuse("generate_secret", "must be true for client_credentials");
  }
  for (const scope of scopes.filter((one) => !available.includes(one))) {
    if (!STANDARD_SCOPES.includes(scope)) {
      refuse(
        "allowed_oauth_scopes",
        `${JSON.stringify(scope)} is a scope of no resource server of this pool`,
      );
    } else if (machine) {
      refuse("allowed_oauth_scopes", `${JSON.stringify(scope)} is for users, not for client_credentials`);
    }
  }
  const unit = resource.blocks("token_validity_units")[0]?.string("access_token", "hours") ?? "hours";
  const unitSeconds = UNIT_SECONDS.get(unit);
  // Zero counts as not set.
  const validity = resource.number("access_token_validity", 0);
  const accessTokenSeconds = validity === 0 ? DEFAULT_SECONDS : validity * (unitSeconds ?? 0);
  if (unitSeconds === undefined) {
    refuse(
      "token_validity_units",
      `${JSON.stringify(unit)} must be one of ${[...UNIT_SECONDS.keys()].join(", ")}`,
    );
  } else if (accessTokenSeconds < LEAST_SECONDS || accessTokenSeconds > MOST_SECONDS) {
    refuse("access_token_validity", `must be from 5 minutes to 1 day, not ${accessTokenSeconds} seconds`);
  }

  return {
    address: resource.address,
    id: resource.string("id"),
    secret,
    oauthEnabled: resource.boolean("allowed_oauth_flows_user_pool_client", false),
    flows,
    scopes,
    accessTokenSeconds,
  };
}
