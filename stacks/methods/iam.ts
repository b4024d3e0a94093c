import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { statementsFor } from "../../routes/statements.ts";
import { routeTable } from "../../routes/table.ts";
import { type Authorization, ProtectedApi, type ProtectedApiProps } from "../constructs/protected-api.ts";
import type { Outputs } from "../outputs.ts";
import { packCallerPolicies } from "../policy-size.ts";

export interface IamApiProps extends ProtectedApiProps {
  /** Trust policy of the callers' roles, as JSON. */
  readonly trust: string;
}

/** AWS_IAM on every route, and for each caller a role that may invoke exactly its routes in this stage. */
export class IamApi extends ProtectedApi {
  readonly outputs: Outputs;

  constructor(scope: Construct, props: IamApiProps) {
    super(scope, props);
    const apiUrl = this.deploy();
    const roles = Object.entries(props.context.callers).map(([caller, permissions]) => {
      const role = this.#callerRole(caller, permissions, props);
      return [`${caller}_role_arn`, { value: role.arn, description: `Role that ${caller} assumes` }] as const;
    });
    this.outputs = {
      api_url: { value: apiUrl, description: "URL of the API protected by IAM" },
      ...Object.fromEntries(roles),
    };
  }

  protected override authorize(): Authorization {
    return { authorization: "AWS_IAM" };
  }

  #callerRole(
    caller: string,
    permissions: readonly string[],
    { context, names, trust }: IamApiProps,
  ): IamRole {
    const role = new IamRole(this, `caller-${caller}`, {
      name: names.caller(caller),
      description: `May invoke the routes that ask for ${permissions.join(", ")}`.slice(0, 1000),
      assumeRolePolicy: trust,
    });
    const prefix = `${this.api.executionArn}/${context.stage}`;
    const { inline, managed } = packCallerPolicies(
      statementsFor(permissions, routeTable(context.routes), prefix),
      context,
    );
    const document = (id: string, statements: typeof inline) =>
      new DataAwsIamPolicyDocument(this, id, {
        statement: statements.map(({ Effect, Resource }) => ({
          effect: Effect,
          actions: ["execute-api:Invoke"],
          resources: [...Resource],
        })),
      }).json;
    if (inline.length > 0) {
      new IamRolePolicy(this, `caller-${caller}-policy`, {
        name: "invoke-routes",
        role: role.name,
        policy: document(`caller-${caller}-routes`, inline),
      });
    }
    for (const [index, statements] of managed.entries()) {
      const policy = new IamPolicy(this, `caller-${caller}-policy-${index}`, {
        name: `${names.caller(caller)}-${index}`,
        policy: document(`caller-${caller}-routes-${index}`, statements),
      });
      new IamRolePolicyAttachment(this, `caller-${caller}-attachment-${index}`, {
        role: role.name,
        policyArn: policy.arn,
      });
    }
    return role;
  }
}
