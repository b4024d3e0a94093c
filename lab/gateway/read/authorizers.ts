import type { Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import { contextReader } from "../context-variables.ts";
import { JavaRegex } from "../java-regex/java-regex.ts";
import { JavaRegexError } from "../java-regex/parse.ts";
import type { CognitoAuthorizer, IdentitySource } from "../model.ts";

/** A Lambda authorizer as declared; its function depends on the stage. */
export interface LambdaAuthorizerSpec {
  readonly kind: "TOKEN" | "REQUEST";
  readonly id: string;
  readonly address: string;
  readonly identitySources: readonly IdentitySource[];
  readonly validation: JavaRegex | undefined;
  readonly ttlSeconds: number;
  readonly uri: string;
  readonly credentials: string | undefined;
}

export type AuthorizerSpec = CognitoAuthorizer | LambdaAuthorizerSpec;

const DEFAULT_SOURCE = "method.request.header.Authorization";
const MAX_TTL_SECONDS = 3600;

/**
 * The authorizers of an API by id, with the provider's defaults: type TOKEN, `Authorization`, 300 seconds. Any other
 * type and anything that AWS would refuse becomes a problem.
 */
export function readAuthorizers(
  resources: readonly Resource[],
  hasUserPool: (arn: string) => boolean,
  problems: Problems,
): ReadonlyMap<string, AuthorizerSpec> {
  const authorizers = resources.flatMap((resource) => {
    const spec = problems.attempt(() => readAuthorizer(resource, hasUserPool));
    return spec === undefined ? [] : [spec];
  });
  return new Map(authorizers.map((authorizer) => [authorizer.id, authorizer]));
}

function readAuthorizer(resource: Resource, hasUserPool: (arn: string) => boolean): AuthorizerSpec {
  const { address } = resource;
  const type = resource.string("type", "TOKEN");
  const id = resource.string("id");
  const regex = readRegex(resource);
  switch (type) {
    case "COGNITO_USER_POOLS": {
      const header = readTokenSource(resource).toLowerCase();
      return {
        kind: type,
        id,
        address,
        header,
        providerArns: readPools(resource, hasUserPool),
        audience: regex,
      };
    }
    case "TOKEN": {
      const name = readTokenSource(resource);
      const expression = `method.request.header.${name}`;
      const source: IdentitySource = { kind: "header", name: name.toLowerCase(), expression };
      return { kind: type, identitySources: [source], validation: regex, ...readLambda(resource) };
    }
    case "REQUEST": {
      const lambda = readLambda(resource);
      const identitySources = readSources(resource);
      if (identitySources.length === 0 && lambda.ttlSeconds > 0) {
        const reason =
          "a REQUEST authorizer without identity sources cannot cache (authorizer_result_ttl_in_seconds)";
        throw new TerraformError(address, "identity_source", reason);
      }
      return { kind: type, identitySources, validation: undefined, ...lambda };
    }
    default:
      throw new TerraformError(
        address,
        "type",
        `${JSON.stringify(type)} is not TOKEN, REQUEST or COGNITO_USER_POOLS`,
      );
  }
}

function readLambda(
  resource: Resource,
): Pick<LambdaAuthorizerSpec, "id" | "address" | "ttlSeconds" | "uri" | "credentials"> {
  const ttlSeconds = resource.number("authorizer_result_ttl_in_seconds", 300);
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 0 || ttlSeconds > MAX_TTL_SECONDS) {
    const reason = `${ttlSeconds} is not a whole number of seconds from 0 to ${MAX_TTL_SECONDS}`;
    throw new TerraformError(resource.address, "authorizer_result_ttl_in_seconds", reason);
  }
  return {
    id: resource.string("id"),
    address: resource.address,
    ttlSeconds,
    uri: resource.string("authorizer_uri"),
    credentials: resource.optionalString("authorizer_credentials"),
  };
}

/** The header of a TOKEN or Cognito authorizer: one, and nothing but a header. */
function readTokenSource(resource: Resource): string {
  const source = resource.string("identity_source", DEFAULT_SOURCE);
  const name = /^method\.request\.header\.([!#$%&'*+\-.^_`|~0-9A-Za-z]+)$/.exec(source)?.[1];
  if (name === undefined) {
    const reason = `${JSON.stringify(source)} is not method.request.header.<name>`;
    throw new TerraformError(resource.address, "identity_source", reason);
  }
  return name;
}

function readSources(resource: Resource): readonly IdentitySource[] {
  const text = resource.string("identity_source", DEFAULT_SOURCE);
  const expressions = text.split(",").map((expression) => expression.trim());
  return expressions
    .filter((expression) => expression !== "")
    .map((expression) => readSource(resource, expression));
}

function readSource(resource: Resource, expression: string): IdentitySource {
  const match =
    /^(?:method\.request\.(header|querystring)|(stageVariables)|(context))\.([a-zA-Z0-9._$-]+)$/.exec(
      expression,
    );
  const kind = (match?.[1] ?? match?.[2] ?? match?.[3]) as IdentitySource["kind"] | undefined;
  const name = match?.[4];
  if (kind === undefined || name === undefined || (kind === "context" && contextReader(name) === undefined)) {
    const reason = `${JSON.stringify(expression)} is no header, query string, stage variable or context variable`;
    throw new TerraformError(resource.address, "identity_source", reason);
  }
  return { kind, name: kind === "header" ? name.toLowerCase() : name, expression };
}

function readRegex(resource: Resource): JavaRegex | undefined {
  const source = resource.optionalString("identity_validation_expression");
  if (source === undefined || source === "") return undefined;
  try {
    return new JavaRegex(source);
  } catch (error) {
    if (!(error instanceof JavaRegexError)) throw error;
    throw new TerraformError(resource.address, "identity_validation_expression", error.message);
  }
}

function readPools(resource: Resource, hasUserPool: (arn: string) => boolean): readonly string[] {
  const arns = resource.stringList("provider_arns", []);
  if (arns.length === 0) {
    throw new TerraformError(
      resource.address,
      "provider_arns",
      "a COGNITO_USER_POOLS authorizer needs a user pool",
    );
  }
  const unknown = arns.find((arn) => !hasUserPool(arn));
  if (unknown !== undefined) {
    throw new TerraformError(
      resource.address,
      "provider_arns",
      `${unknown} is no user pool that the lab runs`,
    );
  }
  return arns;
}
