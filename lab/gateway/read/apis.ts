import type { Deployment, Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";
import { TerraformError } from "../../../terraform/errors.ts";
import type { LambdaPermission } from "../integration/permission.ts";
import type { RestApi, Stage } from "../model.ts";
import { readAuthorizers } from "./authorizers.ts";
import { readGatewayResponses } from "./gateway-responses.ts";
import { readIntegrations } from "./integrations.ts";
import { type MethodSpec, readMethods } from "./methods.ts";
import { ofApi } from "./of-api.ts";
import { readPermissions } from "./permissions.ts";
import { readResourcePolicy } from "./resource-policy.ts";
import { StageMethods } from "./stage-methods.ts";
import { readStages } from "./stages.ts";
import { StageThrottles } from "./throttles.ts";
import { readTree } from "./tree.ts";

/** What the lab runs beside the gateway: references to anything else are problems. */
export interface RunningResources {
  /** Whether a user pool of this ARN runs. */
  readonly hasUserPool: (arn: string) => boolean;
  /** Whether a function of this ARN, without qualifier, runs. */
  readonly hasFunction: (arn: string) => boolean;
}

/**
 * The REST APIs of a deployment, ready to be enforced. Whatever cannot be enforced as it is declared becomes a problem
 * of its resource and attribute, all of them at once: with any problem, the result must not be run.
 */
export function readApis(
  deployment: Deployment,
  running: RunningResources,
  problems: Problems,
): readonly RestApi[] {
  const resources = deployment.ofType("aws_api_gateway_rest_api");
  const ids = new Set(resources.flatMap((api) => problems.attempt(() => api.string("id")) ?? []));
  const permissions = readPermissions(deployment.ofType("aws_lambda_permission"), problems);
  if (ids.size === 0) for (const type of OWNED_TYPES) ofApi(deployment.ofType(type), ids, "", problems);
  return resources.flatMap((resource) => {
    const api = problems.attempt(() =>
      new ApiReader(deployment, ids, resource, problems).read(running, permissions),
    );
    return api === undefined ? [] : [api];
  });
}

const OWNED_TYPES = [
  "aws_api_gateway_method",
  "aws_api_gateway_stage",
  "aws_api_gateway_authorizer",
] as const;

const ENDPOINTS = ["EDGE", "REGIONAL", "PRIVATE"] as const;

/** Reads one API. */
class ApiReader {
  readonly #deployment: Deployment;
  readonly #ids: ReadonlySet<string>;
  readonly #api: Resource;
  readonly #id: string;
  readonly #problems: Problems;

  constructor(deployment: Deployment, ids: ReadonlySet<string>, api: Resource, problems: Problems) {
    this.#deployment = deployment;
    this.#ids = ids;
    this.#api = api;
    this.#id = api.string("id");
    this.#problems = problems;
  }

  read(running: RunningResources, permissions: readonly LambdaPermission[]): RestApi {
    const { accountId, partition, stack } = this.#deployment;
    const { region } = this.#api;
    const identity = { partition, region, accountId, apiId: this.#id };
    const arn = `arn:${partition}:execute-api:${region}:${accountId}:${this.#id}`;
    const policy = readResourcePolicy(
      this.#api,
      this.#own("aws_api_gateway_rest_api_policy"),
      identity,
      this.#problems,
    );
    const endpoint = this.#endpoint();
    if (endpoint === "PRIVATE" && policy === undefined) {
      const reason = "AWS deploys no private API without a resource policy";
      this.#problems.add(this.#api.address, "policy", reason);
    }
    return {
      id: this.#id,
      name: this.#api.string("name"),
      address: this.#api.address,
      stack,
      accountId,
      region,
      arn,
      endpoint,
      disabled: this.#api.boolean("disable_execute_api_endpoint", false),
      policy,
      binaryMediaTypes: this.#api.stringList("binary_media_types", []),
      gatewayResponses: readGatewayResponses(this.#own("aws_api_gateway_gateway_response"), this.#problems),
      stages: this.#stages(arn, running, permissions),
    };
  }

  /** The resources of a type that belong to this API. */
  #own(type: string): readonly Resource[] {
    return ofApi(this.#deployment.ofType(type), this.#ids, this.#id, this.#problems);
  }

  /** The provider's default is EDGE. */
  #endpoint(): RestApi["endpoint"] {
    const [configuration] = this.#api.blocks("endpoint_configuration");
    const types = configuration?.stringList("types") ?? ["EDGE"];
    const type = ENDPOINTS.find((candidate) => candidate === types[0]);
    if (type === undefined || types.length !== 1) {
      const attribute = "endpoint_configuration.types";
      throw new TerraformError(this.#api.address, attribute, `must be one of ${ENDPOINTS.join(", ")}`);
    }
    return type;
  }

  #methods(hasUserPool: RunningResources["hasUserPool"]): readonly MethodSpec[] {
    const problems = this.#problems;
    const surroundings = {
      paths: readTree(this.#api.string("root_resource_id"), this.#own("aws_api_gateway_resource"), problems),
      authorizers: readAuthorizers(this.#own("aws_api_gateway_authorizer"), hasUserPool, problems),
      integrations: readIntegrations(
        this.#own("aws_api_gateway_integration"),
        this.#own("aws_api_gateway_integration_response"),
        problems,
      ),
      validators: this.#own("aws_api_gateway_request_validator"),
    };
    return readMethods(this.#own("aws_api_gateway_method"), surroundings, problems);
  }

  #stages(
    apiArn: string,
    { hasUserPool, hasFunction }: RunningResources,
    permissions: readonly LambdaPermission[],
  ): ReadonlyMap<string, Stage> {
    const problems = this.#problems;
    const methods = this.#methods(hasUserPool);
    const settings = this.#own("aws_api_gateway_method_settings");
    const specs = readStages(
      this.#own("aws_api_gateway_stage"),
      this.#own("aws_api_gateway_deployment"),
      problems,
    );
    const { accountId } = this.#deployment;
    return new Map(
      specs.map((stage) => {
        const throttles = new StageThrottles(settings, stage.name, problems);
        const around = {
          deployment: this.#deployment,
          accountId,
          apiArn,
          stage,
          throttles,
          permissions,
          hasFunction,
        };
        const routes = new StageMethods(around, problems).routes(methods);
        return [stage.name, { ...stage, arnPrefix: `${apiArn}/${stage.name}/`, routes }];
      }),
    );
  }
}
