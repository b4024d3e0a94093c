import type { Outcome } from "../context-variables.ts";
import type { GatewayError, ResponseType } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { type Header, headerValue, isHeaderValue } from "../request.ts";
import { compileMapping, compileSubstitution, MappingError, type Source } from "./mapping.ts";

/** What an `aws_api_gateway_gateway_response` says, compiled. */
export interface GatewayResponse {
  readonly address: string;
  readonly status: number | undefined;
  readonly headers: readonly { readonly name: string; readonly source: Source }[];
  /** Media type → body. Empty: the default body. */
  readonly templates: ReadonlyMap<string, (exchange: Exchange, outcome?: Outcome) => string>;
}

const HEADER = /^gatewayresponse\.header\.([!#$%&'*+\-.^_`|~0-9A-Za-z]+)$/;

/** Compiles the attributes of a gateway response. Throws MappingError for a mapping that the lab does not have. */
export function compileGatewayResponse(
  address: string,
  status: number | undefined,
  parameters: Readonly<Record<string, string>>,
  templates: Readonly<Record<string, string>>,
): GatewayResponse {
  const headers = Object.entries(parameters).map(([target, mapping]) => {
    const name = HEADER.exec(target)?.[1];
    if (name === undefined) throw new MappingError(`${target} is not gatewayresponse.header.<name>`);
    return { name, source: compileMapping(mapping) };
  });
  const compiled = Object.entries(templates).map(
    ([mediaType, template]) => [mediaType, compileSubstitution(template)] as const,
  );
  return { address, status, headers, templates: new Map(compiled) };
}

/** The gateway responses of an API. */
export class GatewayResponses {
  readonly #byType: ReadonlyMap<ResponseType, GatewayResponse>;

  constructor(byType: ReadonlyMap<ResponseType, GatewayResponse>) {
    this.#byType = byType;
  }

  /**
   * The customisation of an error: its own type's, which then stands alone, else DEFAULT_4XX's or DEFAULT_5XX's
   * (aws-behaviour 0.2 [D], E [R]).
   */
  of({ customisable, responseType, status }: GatewayError): GatewayResponse | undefined {
    if (!customisable || this.#byType.size === 0) return undefined;
    return this.#byType.get(responseType) ?? this.#byType.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  }
}

/** An error as it goes out, before the gateway's own headers. */
export interface ErrorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** The default body: compact JSON, with a capital M for ACCESS_DENIED alone (aws-behaviour 0.2, trap 2). */
function defaultBody({ responseType, message }: GatewayError): string {
  return `{"${responseType === "ACCESS_DENIED" ? "Message" : "message"}":${JSON.stringify(message)}}`;
}

/** Status, body and own headers of an error, customised where the API says so. */
export function errorAnswer(
  error: GatewayError,
  custom: GatewayResponse | undefined,
  exchange: Exchange,
  outcome: Omit<Outcome, "status" | "length">,
): ErrorAnswer {
  if (custom === undefined) {
    return { status: error.status, contentType: "application/json", headers: [], body: defaultBody(error) };
  }
  const status = custom.status ?? error.status;
  const known: Outcome = { ...outcome, status, length: 0 };
  const headers: Header[] = [];
  const [mediaType, template] = chooseTemplate(custom, exchange);
  let contentType = mediaType;
  for (const { name, source } of custom.headers) {
    const value = source(exchange, known);
    if (value === undefined || !isHeaderValue(value)) continue;
    if (name.toLowerCase() === "content-type") contentType = value;
    else headers.push([name, value]);
  }
  return { status, contentType, headers, body: template?.(exchange, known) ?? defaultBody(error) };
}

type Chosen = readonly [string, ((exchange: Exchange, outcome?: Outcome) => string) | undefined];

/** By the first media type of `Accept`, else `application/json`, else the first (AWS: "Select a mapping template"). */
function chooseTemplate({ templates }: GatewayResponse, { request }: Exchange): Chosen {
  const json = "application/json";
  if (templates.size === 0) return [json, undefined];
  const accept = headerValue(request.headers, "accept")?.split(/[,;]/, 1)[0]?.trim() ?? json;
  const chosen = templates.get(accept);
  if (chosen !== undefined) return [accept, chosen];
  const fallback = templates.get(json);
  return fallback === undefined ? (templates.entries().next().value as Chosen) : [json, fallback];
}
