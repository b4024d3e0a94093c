import type { Construct } from "constructs";
import { ApiStack } from "./api-stack.ts";
import { callerTrust } from "./constructs/caller-trust.ts";
import type { ApiContext } from "./context/schema.ts";
import { IamApi } from "./methods/iam.ts";
import { declareOutputs } from "./outputs.ts";

/** The API protected by IAM: SigV4 signatures and policies. */
export class IamStack extends ApiStack {
  constructor(scope: Construct, context: ApiContext) {
    super(scope, "iam", context);
    const trust = callerTrust(this, this.identity, context.region);
    declareOutputs(this, new IamApi(this, { ...this.shared("iam"), trust }).outputs);
  }
}
