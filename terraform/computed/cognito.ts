import { asList } from "../value.ts";
import type { Compute, ComputeContext, ComputedAttributes } from "./context.ts";
import { allTags, CREATED, LETTERS_DIGITS, LOWER_DIGITS, regionalArn } from "./context.ts";

const unitSeconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };

/**
 * A token's default validity in the client's own unit: an hour for access and ID tokens (aws-behaviour F), 30 days for
 * refresh tokens, so that validity × unit holds whether or not it is configured.
 */
function defaultValidity(token: string, seconds: number, defaultUnit: string): Compute {
  return (client) => {
    const unit = client.blocks("token_validity_units")[0]?.value(token) ?? defaultUnit;
    const size = typeof unit === "string" && Object.hasOwn(unitSeconds, unit) ? unitSeconds[unit] : undefined;
    return size === undefined ? undefined : seconds / size;
  };
}

/** The domain of a pool, as it is once everything is applied; a prefix, or with a certificate a name of its own. */
function domainOf(custom: boolean): Compute {
  return (pool) => {
    const own = pool.find("aws_cognito_user_pool_domain", "user_pool_id", pool.text("id"));
    return own.find((domain) => domain.has("certificate_arn") === custom)?.text("domain") ?? "";
  };
}

function hasSecret(client: ComputeContext): boolean {
  return client.value("generate_secret") === true;
}

/** The computed attributes of Cognito's resources. */
export const cognitoComputed: Readonly<Record<string, ComputedAttributes>> = {
  aws_cognito_user_pool: {
    arn: (pool) => regionalArn("cognito-idp", `userpool/${pool.text("id")}`, pool),
    creation_date: () => CREATED,
    custom_domain: domainOf(true),
    domain: domainOf(false),
    endpoint: (pool) => `cognito-idp.${pool.region}.${pool.dnsSuffix}/${pool.text("id")}`,
    estimated_number_of_users: () => 0,
    id: (pool) => `${pool.region}_${pool.letters("id", 9, LETTERS_DIGITS)}`,
    last_modified_date: () => CREATED,
    tags_all: allTags,
    user_pool_tier: () => "ESSENTIALS",
  },
  aws_cognito_user_pool_domain: {
    aws_account_id: (domain) => domain.accountId,
    cloudfront_distribution: (domain) =>
      `d${domain.letters("distribution", 13, LOWER_DIGITS)}.cloudfront.net`,
    cloudfront_distribution_arn: (domain) => domain.text("cloudfront_distribution"),
    cloudfront_distribution_zone_id: () => "Z2FDTNDATAQYW2",
    id: (domain) => domain.text("domain"),
    managed_login_version: () => 1,
  },
  aws_cognito_resource_server: {
    id: (server) => `${server.text("user_pool_id")}|${server.text("identifier")}`,
    scope_identifiers: (server) => {
      const identifier = server.text("identifier");
      return asList(
        server.blocks("scope").map((scope) => `${identifier}/${scope.value("scope_name") ?? ""}`),
      );
    },
  },
  aws_cognito_user_pool_client: {
    access_token_validity: defaultValidity("access_token", 3600, "hours"),
    client_secret: (client) =>
      hasSecret(client) ? client.secretLetters("secret", 52, LOWER_DIGITS) : undefined,
    id: (client) => client.letters("id", 26, LOWER_DIGITS),
    id_token_validity: defaultValidity("id_token", 3600, "hours"),
    refresh_token_validity: defaultValidity("refresh_token", 30 * 86400, "days"),
  },
};
