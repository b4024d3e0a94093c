import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod, type ApiGatewayMethodConfig } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ApiContext, Route } from "../context/schema.ts";
import type { Method, Names } from "../names.ts";
import { isPrivate } from "../resource-policy.ts";
import type { Backend } from "./backend.ts";
import { CorsSupport } from "./cors.ts";
import { permitInvocation } from "./invoke-permissions.ts";
import { attachResourcePolicy } from "./resource-policy.ts";
import { ResourceTree } from "./resource-tree.ts";
import { DeployedStage } from "./stage.ts";

/** The attributes of a method that say who may call it. */
export type Authorization = Pick<
  ApiGatewayMethodConfig,
  "authorization" | "authorizerId" | "authorizationScopes"
>;

export interface ProtectedApiProps {
  readonly context: ApiContext;
  readonly names: Names;
  readonly method: Method;
  /** The deploying account. */
  readonly accountId: string;
  readonly backend: Backend;
  /** How many APIs of the stack the backend serves. */
  readonly backendSharedBy: number;
  readonly loggingAccount: readonly ITerraformDependable[];
}

/**
 * A REST API with the declared routes, each authorized by what a subclass says, in front of the backend.
 * A subclass makes its authorizer first and then calls {@link deploy}.
 */
export abstract class ProtectedApi extends Construct {
  readonly api: ApiGatewayRestApi;
  protected readonly props: ProtectedApiProps;

  constructor(scope: Construct, props: ProtectedApiProps) {
    super(scope, props.method);
    this.props = props;
    const { context, names, method } = props;
    const vpcEndpoints = isPrivate(method, context) ? context.resourcePolicy?.allowVpcEndpoints : undefined;
    this.api = new ApiGatewayRestApi(this, "api", {
      name: names.api(method),
      description: `Protected by ${method}`,
      endpointConfiguration: vpcEndpoints
        ? { types: ["PRIVATE"], vpcEndpointIds: vpcEndpoints }
        : { types: ["REGIONAL"] },
    });
  }

  /** What a method's route is protected with. */
  protected abstract authorize(route: Route): Authorization;

  /** Makes routes, resource policy, CORS and stage. @returns the API's URL with the stage, without trailing slash */
  protected deploy(): string {
    const { context, method, names, backend, backendSharedBy, loggingAccount } = this.props;
    const tree = new ResourceTree(this, this.api);
    for (const route of context.routes) this.#route(route, tree.idOf(route.path));
    if (context.cors)
      new CorsSupport(this, { restApiId: this.api.id, tree, routes: context.routes, cors: context.cors });
    attachResourcePolicy(this, { api: this.api, method, context });
    permitInvocation(this, {
      function: backend.function,
      executionArn: this.api.executionArn,
      stage: context.stage,
      routes: context.routes,
      sharedBy: backendSharedBy,
    });
    const { stage } = new DeployedStage(this, "deployed", {
      api: this.api,
      method,
      context,
      logGroupName: `/aws/apigateway/${names.api(method)}/access`,
      loggingAccount,
    });
    return stage.invokeUrl;
  }

  #route(route: Route, resourceId: string): void {
    const name = `${route.method} ${route.path}`;
    const method = new ApiGatewayMethod(this, name, {
      restApiId: this.api.id,
      resourceId,
      httpMethod: route.method,
      ...this.authorize(route),
    });
    new ApiGatewayIntegration(this, `integration ${name}`, {
      restApiId: this.api.id,
      resourceId: method.resourceId,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      // Lambda is always invoked by POST, whatever the route's verb.
      integrationHttpMethod: "POST",
      uri: this.props.backend.invokeArn,
    });
  }
}
