import type { Construct } from "constructs";
import { ApiStack } from "./api-stack.ts";
import { callerTrust } from "./constructs/caller-trust.ts";
import type { ApiContext } from "./context/schema.ts";
import { CognitoScopesApi } from "./methods/cognito-scopes.ts";
import { CustomAuthorizerApi } from "./methods/custom-authorizer.ts";
import { IamApi } from "./methods/iam.ts";
import { METHODS } from "./names.ts";
import { declareOutputs } from "./outputs.ts";
import { registeredCallers, tokenVariables } from "./variables.ts";

/** The three methods side by side in front of one backend function, so that only the authorization differs. */
export class ComparisonStack extends ApiStack {
  constructor(scope: Construct, context: ApiContext) {
    super(scope, "comparison", context);
    const trust = callerTrust(this, this.identity, context.region);
    const variables = tokenVariables(this);
    registeredCallers(this, context.callers);
    const apis = {
      iam: new IamApi(this, { ...this.shared("iam"), trust }),
      "cognito-scopes": new CognitoScopesApi(this, this.shared("cognito-scopes")),
      "custom-authorizer": new CustomAuthorizerApi(this, {
        ...this.shared("custom-authorizer"),
        ...variables,
      }),
    };
    for (const method of METHODS)
      declareOutputs(this, apis[method].outputs, `${method.replaceAll("-", "_")}_`);
  }
}
