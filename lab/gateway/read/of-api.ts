import type { Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";

/** Those resources that belong to an API. One of an API that the stack does not declare becomes a problem. */
export function ofApi(
  resources: readonly Resource[],
  apiIds: ReadonlySet<string>,
  apiId: string,
  problems: Problems,
): readonly Resource[] {
  return resources.filter((resource) => {
    const owner = problems.attempt(() => resource.string("rest_api_id"));
    if (owner !== undefined && !apiIds.has(owner)) {
      problems.add(resource.address, "rest_api_id", `${owner} is no aws_api_gateway_rest_api of this stack`);
    }
    return owner === apiId;
  });
}
