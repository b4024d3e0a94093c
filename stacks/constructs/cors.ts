import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodResponse } from "@cdktf/provider-aws/lib/api-gateway-method-response";
import { Construct } from "constructs";
import type { ApiContext, Route } from "../context/schema.ts";
import type { ResourceTree } from "./resource-tree.ts";

type Cors = NonNullable<ApiContext["cors"]>;

/** What a signed or bearer request from a page sends beyond the safelisted headers. */
const ALLOW_HEADERS = "Authorization,Content-Type,X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token";

interface Props {
  readonly restApiId: string;
  readonly tree: ResourceTree;
  readonly routes: readonly Route[];
  readonly cors: Cors;
}

/**
 * What a browser needs to call the API from another origin: a preflight for each path, answered by API Gateway
 * itself, and CORS headers on API Gateway's own errors, without which a page sees "CORS error" in place of a 401 or
 * 403 (aws-behaviour 0.1.9, E). The backend adds them to its own answers.
 */
export class CorsSupport extends Construct {
  constructor(scope: Construct, props: Props) {
    super(scope, "cors");
    for (const path of new Set(props.routes.map(({ path }) => path))) this.#preflight(path, props);
    for (const responseType of ["DEFAULT_4XX", "DEFAULT_5XX"]) {
      new ApiGatewayGatewayResponse(this, responseType, {
        restApiId: props.restApiId,
        responseType,
        responseParameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": literal(props.cors.allowOrigin),
        },
      });
    }
  }

  #preflight(path: string, { restApiId, tree, routes, cors }: Props): void {
    const verbs = routes.filter((route) => route.path === path).map(({ method }) => method);
    const method = new ApiGatewayMethod(this, `OPTIONS ${path}`, {
      restApiId,
      resourceId: tree.idOf(path),
      httpMethod: "OPTIONS",
      authorization: "NONE",
    });
    const at = { restApiId, resourceId: method.resourceId, httpMethod: method.httpMethod };
    const integration = new ApiGatewayIntegration(this, `integration ${path}`, {
      ...at,
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
    });
    const headers = {
      "Access-Control-Allow-Headers": ALLOW_HEADERS,
      "Access-Control-Allow-Methods": verbs.join(","),
      "Access-Control-Allow-Origin": cors.allowOrigin,
      "Access-Control-Max-Age": String(cors.maxAge),
    };
    const response = new ApiGatewayMethodResponse(this, `response ${path}`, {
      ...at,
      statusCode: "200",
      responseParameters: Object.fromEntries(
        Object.keys(headers).map((name) => [`method.response.header.${name}`, true]),
      ),
    });
    new ApiGatewayIntegrationResponse(this, `integration-response ${path}`, {
      ...at,
      statusCode: response.statusCode,
      responseParameters: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, literal(value)]),
      ),
      dependsOn: [integration],
    });
  }
}

/** API Gateway's notation for a fixed value in a parameter mapping. */
const literal = (value: string) => `'${value}'`;
