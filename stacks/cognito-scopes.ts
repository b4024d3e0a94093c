import type { Construct } from "constructs";
import { ApiStack } from "./api-stack.ts";
import type { ApiContext } from "./context/schema.ts";
import { CognitoScopesApi } from "./methods/cognito-scopes.ts";
import { declareOutputs } from "./outputs.ts";

/** The API protected by a Cognito user pool: OAuth 2.0 client credentials and scopes. */
export class CognitoScopesStack extends ApiStack {
  constructor(scope: Construct, context: ApiContext) {
    super(scope, "cognito-scopes", context);
    declareOutputs(this, new CognitoScopesApi(this, this.shared("cognito-scopes")).outputs);
  }
}
