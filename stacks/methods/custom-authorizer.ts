import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { Construct } from "constructs";
import { bundleAuthorizer } from "../bundle/functions.ts";
import { NodeFunction } from "../constructs/node-function.ts";
import { type Authorization, ProtectedApi, type ProtectedApiProps } from "../constructs/protected-api.ts";
import type { Outputs } from "../outputs.ts";

export interface CustomAuthorizerApiProps extends ProtectedApiProps {
  /** The outside OIDC issuer whose tokens are trusted. */
  readonly tokenIssuer: string;
  /** The audience that a token must name. */
  readonly tokenAudience: string;
}

/** A TOKEN authorizer function that verifies the JWT of an outside issuer and returns the caller's policy. */
export class CustomAuthorizerApi extends ProtectedApi {
  readonly outputs: Outputs;
  readonly #authorizer: ApiGatewayAuthorizer;

  constructor(scope: Construct, props: CustomAuthorizerApiProps) {
    super(scope, props);
    const { context, names, method } = props;
    const { function: authorizer, invokeArn } = new NodeFunction(this, "authorizer-function", {
      region: context.region,
      accountId: props.accountId,
      functionName: names.authorizer,
      roleName: names.role("authorizer"),
      description: "Verifies a token and returns the policy of its bearer",
      bundle: bundleAuthorizer({ routes: context.routes }),
      timeout: 10,
      memorySize: 256,
      retentionDays: context.logs.retentionDays,
      environment: {
        TOKEN_ISSUER: props.tokenIssuer,
        TOKEN_AUDIENCE: props.tokenAudience,
        TOKEN_ALGORITHMS: context.authorizer.algorithms.join(","),
      },
    });
    this.#authorizer = new ApiGatewayAuthorizer(this, "authorizer", {
      name: names.api(method),
      restApiId: this.api.id,
      type: "TOKEN",
      authorizerUri: invokeArn,
      identitySource: "method.request.header.Authorization",
      // What is no bearer JWT is refused without a Lambda call (aws-behaviour D.1).
      identityValidationExpression:
        "^[Bb][Ee][Aa][Rr][Ee][Rr] +[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$",
      authorizerResultTtlInSeconds: context.authorizer.resultTtlSeconds,
    });
    new LambdaPermission(this, "invoke-authorizer", {
      action: "lambda:InvokeFunction",
      functionName: authorizer.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.api.executionArn}/authorizers/${this.#authorizer.id}`,
    });
    this.outputs = {
      api_url: { value: this.deploy(), description: "URL of the API protected by the custom authorizer" },
      token_issuer: { value: props.tokenIssuer, description: "Issuer that the authorizer trusts" },
      token_audience: { value: props.tokenAudience, description: "Audience that a token must name" },
    };
  }

  protected override authorize(): Authorization {
    return { authorization: "CUSTOM", authorizerId: this.#authorizer.id };
  }
}
