import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { type Authorization, ProtectedApi, type ProtectedApiProps } from "../constructs/protected-api.ts";
import { permissionsOf } from "../context/check-callers.ts";
import type { Route } from "../context/schema.ts";
import type { Outputs } from "../outputs.ts";

/** A user pool that gives each caller an app client with its scopes, and a scope on every route. */
export class CognitoScopesApi extends ProtectedApi {
  readonly outputs: Outputs;
  readonly #authorizer: ApiGatewayAuthorizer;

  constructor(scope: Construct, props: ProtectedApiProps) {
    super(scope, props);
    const { context, names } = props;
    const pool = new CognitoUserPool(this, "pool", {
      name: names.prefix,
      // Nobody signs in: the pool is there for its clients.
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    });
    const domain = new CognitoUserPoolDomain(this, "domain", {
      domain: domainPrefix(props),
      userPoolId: pool.id,
    });
    const server = new CognitoResourceServer(this, "resource-server", {
      identifier: context.resourceServer,
      name: names.prefix,
      userPoolId: pool.id,
      scope: permissionsOf(context).map((scopeName) => ({
        scopeName,
        scopeDescription: `Permission ${scopeName}`,
      })),
    });
    const clients = Object.entries(context.callers).flatMap(([caller, permissions]) => {
      const client = this.#client(caller, permissions, pool, server, props);
      return [
        [`${caller}_client_id`, { value: client.id, description: `App client of ${caller}` }],
        [
          `${caller}_client_secret`,
          { value: client.clientSecret, description: `Secret of ${caller}'s app client`, sensitive: true },
        ],
      ] as const;
    });
    this.#authorizer = new ApiGatewayAuthorizer(this, "authorizer", {
      name: names.api(props.method),
      restApiId: this.api.id,
      type: "COGNITO_USER_POOLS",
      identitySource: "method.request.header.Authorization",
      providerArns: [pool.arn],
    });
    this.outputs = {
      api_url: { value: this.deploy(), description: "URL of the API protected by Cognito scopes" },
      token_url: {
        value: `https://${domain.domain}.auth.${context.region}.amazoncognito.com/oauth2/token`,
        description: "Token endpoint of the user pool",
      },
      issuer: { value: `https://${pool.endpoint}`, description: "Issuer (iss) of the pool's tokens" },
      ...Object.fromEntries(clients),
    };
  }

  protected override authorize({ permission }: Route): Authorization {
    return {
      authorization: "COGNITO_USER_POOLS",
      authorizerId: this.#authorizer.id,
      authorizationScopes: [`${this.props.context.resourceServer}/${permission}`],
    };
  }

  #client(
    caller: string,
    permissions: readonly string[],
    pool: CognitoUserPool,
    server: CognitoResourceServer,
    { context, names }: ProtectedApiProps,
  ): CognitoUserPoolClient {
    return new CognitoUserPoolClient(this, `client-${caller}`, {
      name: `${names.prefix}-${caller}`,
      userPoolId: pool.id,
      generateSecret: true,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["client_credentials"],
      // Through the resource server, so that the client is made after its scopes and unmade before them.
      allowedOauthScopes: permissions.map((permission) => `${server.identifier}/${permission}`),
      accessTokenValidity: context.cognito.accessTokenValidityMinutes,
      tokenValidityUnits: [{ accessToken: "minutes" }],
      preventUserExistenceErrors: "ENABLED",
    });
  }
}

/**
 * A prefix is one of its kind in a region, whoever owns it. The derived one is a hash of account, region and stack,
 * so it is this deployment's own and does not show the account; hexadecimal digits spell none of the words that
 * Cognito refuses.
 */
function domainPrefix({ context, names, accountId }: ProtectedApiProps): string {
  if (context.cognito.domainPrefix) return names.domainPrefix(context.cognito.domainPrefix);
  return `auth-${Fn.substr(Fn.sha256(Fn.join("/", [accountId, context.region, names.prefix])), 0, 24)}`;
}
