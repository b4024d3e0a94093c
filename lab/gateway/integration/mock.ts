import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { JavaRegex } from "../java-regex/java-regex.ts";
import { headerValue, isHeaderValue } from "../request.ts";
import type { BackendAnswer } from "../respond.ts";
import type { Source } from "../responses/mapping.ts";
import { firstMediaType } from "./media-types.ts";

/** An `aws_api_gateway_integration` of type MOCK with its integration responses. */
export interface MockIntegration {
  readonly kind: "MOCK";
  readonly address: string;
  /** Media type → the status code that its template chooses. */
  readonly requestTemplates: ReadonlyMap<string, number>;
  readonly passthrough: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
  readonly responses: readonly MockResponse[];
}

/** An `aws_api_gateway_integration_response`. */
export interface MockResponse {
  readonly address: string;
  readonly status: number;
  /** `selection_pattern`; undefined on the default response. */
  readonly pattern: JavaRegex | undefined;
  readonly headers: readonly { readonly name: string; readonly source: Source }[];
  readonly templates: ReadonlyMap<string, (exchange: Exchange) => string>;
}

const JSON_TYPE = "application/json";

/** Answers from the declaration alone: by Content-Type to a status code, by that to a response (AWS: mock integrations). */
export function answerMock(exchange: Exchange, mock: MockIntegration): BackendAnswer | GatewayError {
  const contentType = firstMediaType(headerValue(exchange.request.headers, "content-type")) ?? JSON_TYPE;
  const code = mock.requestTemplates.get(contentType);
  const { passthrough, address } = mock;
  if (
    code === undefined &&
    (passthrough === "NEVER" || (passthrough === "WHEN_NO_TEMPLATES" && mock.requestTemplates.size > 0))
  ) {
    const why = `no request template for ${contentType}, and passthrough_behavior is ${passthrough}`;
    return gatewayError("UNSUPPORTED_MEDIA_TYPE", { why, address, attribute: "passthrough_behavior" });
  }
  const response =
    mock.responses.find(({ pattern }) => code !== undefined && pattern?.matches(String(code))) ??
    mock.responses.find(({ pattern }) => pattern === undefined);
  if (response === undefined) {
    const why = `no integration response for status code ${code ?? "(none)"}`;
    return gatewayError("API_CONFIGURATION_ERROR", { why, address });
  }
  return answer(exchange, response);
}

function answer(exchange: Exchange, { status, headers, templates }: MockResponse): BackendAnswer {
  const accept = firstMediaType(headerValue(exchange.request.headers, "accept")) ?? JSON_TYPE;
  const mediaType = [accept, JSON_TYPE].find((type) => templates.has(type)) ?? [...templates.keys()][0];
  const body = mediaType === undefined ? "" : (templates.get(mediaType)?.(exchange) ?? "");
  const own: [string, string][] = [];
  let contentType = mediaType ?? JSON_TYPE;
  for (const { name, source } of headers) {
    const value = source(exchange);
    if (value === undefined || !isHeaderValue(value)) continue;
    if (name.toLowerCase() === "content-type") contentType = value;
    else own.push([name, value]);
  }
  return { status, contentType, headers: own, body, traced: false };
}
