import type { Deployment } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import {
  type FunctionArn,
  type InvokeGrant,
  invokeGrant,
  type LambdaPermission,
  methodSourceArn,
} from "../integration/permission.ts";
import type { Authorization, Integration, LambdaAuthorizer, Method } from "../model.ts";
import { RouteError, Routes } from "../routing/routes.ts";
import type { AuthorizerSpec, LambdaAuthorizerSpec } from "./authorizers.ts";
import type { LambdaIntegrationSpec } from "./integrations.ts";
import { readLambdaUri } from "./lambda-uri.ts";
import type { MethodSpec } from "./methods.ts";
import { roleGrant } from "./role-grant.ts";
import type { StageSpec } from "./stages.ts";
import type { StageThrottles } from "./throttles.ts";

/** What the methods of one stage are built from. */
export interface StageSurroundings {
  readonly deployment: Deployment;
  readonly accountId: string;
  /** ARN of the API. */
  readonly apiArn: string;
  readonly stage: StageSpec;
  readonly throttles: StageThrottles;
  readonly permissions: readonly LambdaPermission[];
  /** Whether a function of this ARN, without qualifier, runs. */
  readonly hasFunction: (arn: string) => boolean;
}

/** Builds the routes of a stage: each method with its function, its permission and its throttle. */
export class StageMethods {
  readonly #around: StageSurroundings;
  readonly #problems: Problems;
  readonly #authorizers = new Map<AuthorizerSpec, LambdaAuthorizer>();

  constructor(around: StageSurroundings, problems: Problems) {
    this.#around = around;
    this.#problems = problems;
  }

  routes(methods: readonly MethodSpec[]): Routes<Method> {
    const routes = new Routes<Method>();
    for (const spec of methods) {
      this.#problems.attempt(() => {
        const method: Method = {
          httpMethod: spec.httpMethod,
          address: spec.address,
          resourceId: spec.resourceId,
          resourcePath: spec.resourcePath,
          authorization: this.#authorization(spec),
          requiredParameters: spec.requiredParameters,
          throttle: this.#around.throttles.limitOf(spec.resourcePath, spec.httpMethod),
          integration: this.#integration(spec),
        };
        try {
          routes.add(spec.resourcePath, spec.httpMethod, method);
        } catch (error) {
          if (!(error instanceof RouteError)) throw error;
          throw new TerraformError(spec.address, "resource_id", error.message);
        }
      });
    }
    return routes;
  }

  #authorization({ authorization, authorizer, scopes }: MethodSpec): Authorization {
    if (authorizer === undefined) {
      if (authorization === "NONE" || authorization === "AWS_IAM") return { kind: authorization };
      throw new TypeError(`a method with ${authorization} was read without its authorizer`);
    }
    if (authorizer.kind === "COGNITO_USER_POOLS") return { kind: authorizer.kind, authorizer, scopes };
    let built = this.#authorizers.get(authorizer);
    if (built === undefined) {
      built = this.#lambdaAuthorizer(authorizer);
      this.#authorizers.set(authorizer, built);
    }
    return { kind: "CUSTOM", authorizer: built };
  }

  #lambdaAuthorizer(spec: LambdaAuthorizerSpec): LambdaAuthorizer {
    const { kind, id, address, identitySources, validation, ttlSeconds } = spec;
    const target = this.#target(spec, "authorizer_uri");
    const at = { address, attribute: "authorizer_credentials" };
    const sourceArn = `${this.#around.apiArn}/authorizers/${id}`;
    return {
      kind,
      id,
      address,
      identitySources,
      validation,
      ttlSeconds,
      stage: this.#around.stage.name,
      functionArn: target.base,
      grant: this.#grant(spec.credentials, at, target, sourceArn),
    };
  }

  #integration({ integration, resourcePath, httpMethod }: MethodSpec): Integration {
    if (integration.kind === "MOCK") return integration;
    const { address, timeoutMilliseconds } = integration;
    const target = this.#target(integration, "uri");
    const at = { address, attribute: "credentials" };
    const arnPrefix = `${this.#around.apiArn}/${this.#around.stage.name}/`;
    const grants = new Map<string, InvokeGrant>();
    const grant = (verb: string): InvokeGrant => {
      let known = grants.get(verb);
      if (known === undefined) {
        const sourceArn = methodSourceArn(arnPrefix, verb, resourcePath);
        known = wrongMethod(integration) ?? this.#grant(integration.credentials, at, target, sourceArn);
        grants.set(verb, known);
      }
      return known;
    };
    // What cannot be read is told now; the verbs of ANY are looked at when they come.
    grant(httpMethod === "ANY" ? "GET" : httpMethod);
    return { kind: "AWS_PROXY", address, functionArn: target.base, timeoutMilliseconds, grant };
  }

  /** The function behind a URI: it must be one that the lab runs. */
  #target(spec: { readonly address: string; readonly uri: string }, attribute: string): FunctionArn {
    const target = readLambdaUri(spec.uri, this.#around.stage.variables);
    if ("problem" in target) throw new TerraformError(spec.address, attribute, target.problem);
    if (!this.#around.hasFunction(target.base)) {
      throw new TerraformError(spec.address, attribute, `${target.base} is no function that the lab runs`);
    }
    return target;
  }

  #grant(
    credentials: string | undefined,
    at: { readonly address: string; readonly attribute: string },
    target: FunctionArn,
    sourceArn: string,
  ): InvokeGrant {
    const { deployment, permissions, accountId } = this.#around;
    if (credentials === undefined || credentials === "") {
      return invokeGrant(permissions, target, sourceArn, accountId);
    }
    return roleGrant(credentials, at, target, deployment, this.#problems);
  }
}

/** A proxy integration calls Lambda by POST; with another method every request fails with 500 (recorded). */
function wrongMethod({ httpMethod }: LambdaIntegrationSpec): InvokeGrant | undefined {
  if (httpMethod.toUpperCase() === "POST") return undefined;
  return {
    allowed: false,
    why: `integration_http_method is ${httpMethod}, and Lambda takes POST`,
    address: undefined,
  };
}
