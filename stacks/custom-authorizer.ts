import type { Construct } from "constructs";
import { ApiStack } from "./api-stack.ts";
import type { ApiContext } from "./context/schema.ts";
import { CustomAuthorizerApi } from "./methods/custom-authorizer.ts";
import { declareOutputs } from "./outputs.ts";
import { registeredCallers, tokenVariables } from "./variables.ts";

/** The API protected by a Lambda authorizer that verifies the tokens of an outside identity provider. */
export class CustomAuthorizerStack extends ApiStack {
  constructor(scope: Construct, context: ApiContext) {
    super(scope, "custom-authorizer", context);
    const variables = tokenVariables(this);
    registeredCallers(this, context.callers);
    declareOutputs(
      this,
      new CustomAuthorizerApi(this, { ...this.shared("custom-authorizer"), ...variables }).outputs,
    );
  }
}
