import type { Deployment, Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";
import type { PoolDomain, UserPoolConfig } from "./pool.ts";
import { readClient } from "./read-client.ts";

/** The local URLs of a user pool, without a trailing slash. */
export interface PoolUrls {
  issuer(userPoolId: string): string;
  domain(prefix: string): string;
}

/** What a pool's parts are sorted by. */
interface Parts {
  readonly deployment: Deployment;
  readonly urls: PoolUrls;
  readonly problems: Problems;
  /** The deployment's pools by id. */
  readonly pools: ReadonlyMap<string, Resource>;
}

/**
 * The user pools of the deployments, each with its domains, resource servers and app clients. What the lab cannot
 * run as AWS would, and what Cognito itself would refuse at apply, is added to the problems.
 */
export function readUserPools(
  deployments: readonly Deployment[],
  urls: PoolUrls,
  problems: Problems,
): readonly UserPoolConfig[] {
  const pools = deployments.flatMap((deployment) => readDeployment(deployment, urls, problems));
  refuseSharedDomains(pools, problems);
  return pools;
}

function readDeployment(
  deployment: Deployment,
  urls: PoolUrls,
  problems: Problems,
): readonly UserPoolConfig[] {
  const resources = deployment.ofType("aws_cognito_user_pool");
  const pools = new Map(resources.map((pool) => [pool.string("id"), pool]));
  const parts: Parts = { deployment, urls, problems, pools };
  const domains = byPool(parts, "aws_cognito_user_pool_domain");
  const servers = byPool(parts, "aws_cognito_resource_server");
  const clients = byPool(parts, "aws_cognito_user_pool_client");
  return [...pools].map(([id, pool]) => {
    problems.attempt(() => refuseTokenTriggers(pool, problems));
    const scopes = (servers.get(id) ?? []).flatMap(
      (server) => problems.attempt(() => scopesOf(server)) ?? [],
    );
    const read = (clients.get(id) ?? []).map((client) =>
      problems.attempt(() => readClient(client, scopes, problems)),
    );
    return {
      address: pool.address,
      stack: deployment.stack,
      id,
      arn: pool.string("arn"),
      region: pool.region,
      issuer: urls.issuer(id),
      domains: (domains.get(id) ?? []).flatMap((one) => problems.attempt(() => [domainOf(one, urls)]) ?? []),
      resourceServerScopes: scopes,
      clients: new Map(
        read.flatMap((client) => (client === undefined ? [] : [[client.id, client] as const])),
      ),
    };
  });
}

/** The resources of one type by the pool that each belongs to. */
function byPool(
  { deployment, problems, pools }: Parts,
  type: string,
): ReadonlyMap<string, readonly Resource[]> {
  const sorted = new Map<string, Resource[]>();
  for (const resource of deployment.ofType(type)) {
    const poolId = problems.attempt(() => resource.string("user_pool_id"));
    if (poolId !== undefined && !pools.has(poolId)) {
      const reason = `${JSON.stringify(poolId)} is not a user pool of this stack, and the lab runs no other`;
      problems.add(resource.address, "user_pool_id", reason);
    } else if (poolId !== undefined) {
      sorted.set(poolId, [...(sorted.get(poolId) ?? []), resource]);
    }
  }
  return sorted;
}

/** A trigger that runs before a token is made may change its claims and scopes: the lab does not run it. */
function refuseTokenTriggers(pool: Resource, problems: Problems): void {
  for (const config of pool.blocks("lambda_config")) {
    const reason = "changes the claims and scopes of tokens, and the lab does not run it";
    if ((config.optionalString("pre_token_generation") ?? "") !== "") {
      problems.add(pool.address, "lambda_config.pre_token_generation", reason);
    }
    if (config.blocks("pre_token_generation_config").length > 0) {
      problems.add(pool.address, "lambda_config.pre_token_generation_config", reason);
    }
  }
}

function scopesOf(server: Resource): readonly string[] {
  const identifier = server.string("identifier");
  return server.blocks("scope").map((scope) => `${identifier}/${scope.string("scope_name")}`);
}

function domainOf(resource: Resource, urls: Pick<PoolUrls, "domain">): PoolDomain {
  const domain = resource.string("domain");
  return { address: resource.address, domain, url: urls.domain(domain) };
}

/** A domain is one pool's alone in its region, so two pools that claim the same one could not be deployed. */
function refuseSharedDomains(pools: readonly UserPoolConfig[], problems: Problems): void {
  const owners = new Map<string, string>();
  for (const { domain, address, stack } of pools.flatMap((pool) =>
    pool.domains.map((one) => ({ ...one, stack: pool.stack })),
  )) {
    const owner = owners.get(domain);
    if (owner !== undefined) {
      problems.add(address, "domain", `${JSON.stringify(domain)} is already the domain of ${owner}`);
    }
    owners.set(domain, `${address} in stack ${stack}`);
  }
}
