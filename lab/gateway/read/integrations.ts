import type { Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import type { MockIntegration, MockResponse } from "../integration/mock.ts";
import { compileMockTemplate, readStatusTemplate } from "../integration/mock-template.ts";
import { JavaRegex } from "../java-regex/java-regex.ts";
import { JavaRegexError } from "../java-regex/parse.ts";
import { compileMapping, MappingError } from "../responses/mapping.ts";

/** A Lambda proxy integration as declared; its function depends on the stage. */
export interface LambdaIntegrationSpec {
  readonly kind: "AWS_PROXY";
  readonly address: string;
  readonly uri: string;
  readonly credentials: string | undefined;
  readonly timeoutMilliseconds: number;
  /** `integration_http_method`: anything but POST fails at every request (recorded). */
  readonly httpMethod: string;
}

export type IntegrationSpec = LambdaIntegrationSpec | MockIntegration;

/** The key under which a method finds its integration. */
export function methodKey(resource: Resource): string {
  return `${resource.string("resource_id")} ${resource.string("http_method").toUpperCase()}`;
}

/** The integrations of an API by method. Types other than AWS_PROXY (with a function) and MOCK become problems. */
export function readIntegrations(
  integrations: readonly Resource[],
  responses: readonly Resource[],
  problems: Problems,
): ReadonlyMap<string, IntegrationSpec> {
  const found = new Map<string, IntegrationSpec>();
  for (const resource of integrations) {
    problems.attempt(() => {
      const key = methodKey(resource);
      if (found.has(key))
        throw new TerraformError(resource.address, "http_method", "the method has two integrations");
      const own = responses.filter((response) => methodKey(response) === key);
      found.set(key, readIntegration(resource, own));
    });
  }
  return found;
}

function readIntegration(resource: Resource, responses: readonly Resource[]): IntegrationSpec {
  const { address } = resource;
  const type = resource.string("type");
  if (type === "MOCK")
    return asTerraformError(resource, "request_templates", () => readMock(resource, responses));
  if (type !== "AWS_PROXY") {
    throw new TerraformError(
      address,
      "type",
      `${type} is not run: the lab has AWS_PROXY with a function, and MOCK`,
    );
  }
  const connection = resource.string("connection_type", "INTERNET");
  if (connection !== "INTERNET")
    throw new TerraformError(address, "connection_type", `${connection} is not run`);
  const timeoutMilliseconds = resource.number("timeout_milliseconds", 29_000);
  if (timeoutMilliseconds < 50 || timeoutMilliseconds > 300_000) {
    throw new TerraformError(
      address,
      "timeout_milliseconds",
      `${timeoutMilliseconds} is not from 50 to 300000`,
    );
  }
  return {
    kind: "AWS_PROXY",
    address,
    uri: resource.string("uri"),
    credentials: resource.optionalString("credentials"),
    timeoutMilliseconds,
    httpMethod: resource.string("integration_http_method"),
  };
}

function readMock(resource: Resource, responses: readonly Resource[]): MockIntegration {
  const passthrough = resource.string("passthrough_behavior", "WHEN_NO_MATCH");
  if (passthrough !== "WHEN_NO_MATCH" && passthrough !== "WHEN_NO_TEMPLATES" && passthrough !== "NEVER") {
    throw new TerraformError(
      resource.address,
      "passthrough_behavior",
      `${passthrough} is not one that AWS has`,
    );
  }
  const templates = Object.entries(resource.map("request_templates", {})).map(
    ([mediaType, template]) => [mediaType.toLowerCase(), readStatusTemplate(template)] as const,
  );
  return {
    kind: "MOCK",
    address: resource.address,
    requestTemplates: new Map(templates),
    passthrough,
    responses: responses.map((response) =>
      asTerraformError(response, "response_templates", () => readMockResponse(response)),
    ),
  };
}

const HEADER = /^method\.response\.header\.([!#$%&'*+\-.^_`|~0-9A-Za-z]+)$/;

function readMockResponse(resource: Resource): MockResponse {
  const parameters = asTerraformError(resource, "response_parameters", () =>
    Object.entries(resource.map("response_parameters", {})).map(([target, mapping]) => {
      const name = HEADER.exec(target)?.[1];
      if (name === undefined) throw new MappingError(`${target} is not method.response.header.<name>`);
      return { name, source: compileMapping(mapping) };
    }),
  );
  const templates = Object.entries(resource.map("response_templates", {})).map(
    ([mediaType, template]) => [mediaType.toLowerCase(), compileMockTemplate(template)] as const,
  );
  const pattern = resource.optionalString("selection_pattern");
  const status = Number(resource.string("status_code"));
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TerraformError(resource.address, "status_code", "is not a status from 200 to 599");
  }
  return {
    address: resource.address,
    status,
    pattern: pattern === undefined || pattern === "" ? undefined : new JavaRegex(pattern),
    headers: parameters,
    templates: new Map(templates),
  };
}

/** An expression that the lab does not evaluate is a problem of the attribute that holds it. */
function asTerraformError<T>({ address }: Resource, attribute: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MappingError) throw new TerraformError(address, attribute, error.message);
    if (error instanceof JavaRegexError)
      throw new TerraformError(address, "selection_pattern", error.message);
    throw error;
  }
}
