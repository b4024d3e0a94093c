import type { Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import { isMap } from "../../../terraform/value.ts";
import { ANY_METHODS } from "../routing/routes.ts";
import type { RequiredParameter } from "../steps/validate.ts";
import type { AuthorizerSpec } from "./authorizers.ts";
import { type IntegrationSpec, methodKey } from "./integrations.ts";

/** A method as declared, before a stage gives it its function and its throttle. */
export interface MethodSpec {
  readonly address: string;
  readonly httpMethod: string;
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly authorization: "NONE" | "AWS_IAM" | "COGNITO_USER_POOLS" | "CUSTOM";
  /** Present exactly for COGNITO_USER_POOLS and CUSTOM. */
  readonly authorizer: AuthorizerSpec | undefined;
  readonly scopes: readonly string[];
  readonly requiredParameters: readonly RequiredParameter[];
  readonly integration: IntegrationSpec;
}

/** What a method's attributes refer to. */
export interface MethodSurroundings {
  /** Resource id → path. */
  readonly paths: ReadonlyMap<string, string>;
  readonly authorizers: ReadonlyMap<string, AuthorizerSpec>;
  readonly integrations: ReadonlyMap<string, IntegrationSpec>;
  /** Request validators of the API. */
  readonly validators: readonly Resource[];
}

/** The methods of an API. One that cannot be enforced as declared becomes a problem: it is never left open. */
export function readMethods(
  resources: readonly Resource[],
  surroundings: MethodSurroundings,
  problems: Problems,
): readonly MethodSpec[] {
  return resources.flatMap((resource) => {
    const method = problems.attempt(() => readMethod(resource, surroundings));
    return method === undefined ? [] : [method];
  });
}

function readMethod(
  resource: Resource,
  { paths, authorizers, integrations, validators }: MethodSurroundings,
): MethodSpec {
  const { address } = resource;
  const resourceId = resource.string("resource_id");
  const resourcePath = paths.get(resourceId);
  if (resourcePath === undefined) {
    throw new TerraformError(address, "resource_id", `${resourceId} is no resource of the same API`);
  }
  const httpMethod = resource.string("http_method").toUpperCase();
  if (httpMethod !== "ANY" && !ANY_METHODS.has(httpMethod)) {
    throw new TerraformError(address, "http_method", `${httpMethod} is no method that API Gateway has`);
  }
  if (resource.boolean("api_key_required", false)) {
    throw new TerraformError(address, "api_key_required", "the lab does not check API keys");
  }
  const integration = integrations.get(methodKey(resource));
  if (integration === undefined) {
    throw new TerraformError(
      address,
      "http_method",
      "the method has no aws_api_gateway_integration that the lab runs",
    );
  }
  const authorization = readAuthorization(resource);
  return {
    address,
    httpMethod,
    resourceId,
    resourcePath,
    authorization,
    authorizer: readAuthorizerOf(resource, authorization, authorizers),
    scopes: authorization === "COGNITO_USER_POOLS" ? resource.stringList("authorization_scopes", []) : [],
    requiredParameters: readRequired(resource, validators),
    integration,
  };
}

function readAuthorization(resource: Resource): MethodSpec["authorization"] {
  const authorization = resource.string("authorization");
  switch (authorization) {
    case "NONE":
    case "AWS_IAM":
    case "COGNITO_USER_POOLS":
    case "CUSTOM":
      return authorization;
    default: {
      const reason = `${JSON.stringify(authorization)} is not NONE, AWS_IAM, COGNITO_USER_POOLS or CUSTOM`;
      throw new TerraformError(resource.address, "authorization", reason);
    }
  }
}

function readAuthorizerOf(
  resource: Resource,
  authorization: MethodSpec["authorization"],
  authorizers: ReadonlyMap<string, AuthorizerSpec>,
): AuthorizerSpec | undefined {
  if (authorization === "NONE" || authorization === "AWS_IAM") return undefined;
  const id = resource.string("authorizer_id");
  const authorizer = authorizers.get(id);
  if (authorizer === undefined) {
    throw new TerraformError(
      resource.address,
      "authorizer_id",
      `${id} is no authorizer of the same API that the lab runs`,
    );
  }
  if ((authorizer.kind === "COGNITO_USER_POOLS") !== (authorization === "COGNITO_USER_POOLS")) {
    const reason = `${authorizer.address} is of type ${authorizer.kind}, and authorization is ${authorization}`;
    throw new TerraformError(resource.address, "authorizer_id", reason);
  }
  return authorizer;
}

const ORDER: readonly RequiredParameter["kind"][] = ["header", "path", "querystring"];

/** The parameters that a validator of parameters makes required. A validator of bodies is refused with a model. */
function readRequired(resource: Resource, validators: readonly Resource[]): readonly RequiredParameter[] {
  const { address } = resource;
  const id = resource.optionalString("request_validator_id");
  if (id === undefined || id === "") return [];
  const validator = validators.find((candidate) => candidate.string("id") === id);
  if (validator === undefined) {
    throw new TerraformError(
      address,
      "request_validator_id",
      `${id} is no request validator of the same API`,
    );
  }
  const models = Object.keys(resource.map("request_models", {}));
  if (validator.boolean("validate_request_body", false) && models.length > 0) {
    const reason = `${validator.address} validates bodies by a model, and the lab validates required parameters alone`;
    throw new TerraformError(address, "request_models", reason);
  }
  if (!validator.boolean("validate_request_parameters", false)) return [];
  const declared = resource.get("request_parameters") ?? {};
  if (!isMap(declared)) throw new TerraformError(address, "request_parameters", "is not a map");
  const parameters = Object.entries(declared).flatMap(([target, needed]) => {
    const match = /^method\.request\.(header|path|querystring)\.([a-zA-Z0-9._$-]+)$/.exec(target);
    if (match === null || typeof needed !== "boolean") {
      const reason = `${target} is not method.request.header, .path or .querystring with a name, and true or false`;
      throw new TerraformError(address, "request_parameters", reason);
    }
    return needed ? [{ kind: match[1] as RequiredParameter["kind"], name: match[2] as string }] : [];
  });
  return parameters.sort((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind));
}
