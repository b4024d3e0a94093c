import { TerraformLocal, type TerraformStack, TerraformVariable, type TerraformVariableConfig } from "cdktf";

/** The outside identity provider that the custom authorizer trusts. No default: Terraform asks. */
export function tokenVariables(stack: TerraformStack): {
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
} {
  const issuer = declareVariable(stack, "token_issuer", {
    type: "string",
    description: "Issuer (iss) of the outside OIDC identity provider, for example https://example.auth0.com/",
    nullable: false,
    validation: [
      {
        condition: '${can(regex("^https://[^/?#\\\\s@]+(/[^?#\\\\s]*)?$", var.token_issuer))}',
        errorMessage: "The token issuer must be an https URL without query, fragment or user.",
      },
    ],
  });
  const audience = declareVariable(stack, "token_audience", {
    type: "string",
    description: "Audience (aud) that a token must name, for example https://api.example.com",
    nullable: false,
    validation: [
      {
        condition: '${trimspace(var.token_audience) != ""}',
        errorMessage: "The token audience must not be empty.",
      },
    ],
  });
  return { tokenIssuer: issuer.stringValue, tokenAudience: audience.stringValue };
}

/** Who may assume the callers' roles; empty stands for the deploying account. */
export function trustedPrincipals(stack: TerraformStack): TerraformVariable {
  return declareVariable(stack, "trusted_principals", {
    type: "list(string)",
    description:
      "ARNs of the IAM principals, or account ids, that may assume the callers' roles. Empty: the deploying account",
    default: [],
    nullable: false,
    validation: [
      {
        condition:
          '${alltrue([for principal in var.trusted_principals : can(regex("^([0-9]{12}|arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+)$", principal))])}',
        errorMessage:
          "Each trusted principal must be a 12-digit account id or the ARN of an account, user, role or session, without *.",
      },
    ],
  });
}

/**
 * The callers and their permissions, for whoever registers them at the outside identity provider: in a custom
 * authorizer's stack no resource says who they are. The lab's own provider reads them here.
 */
export function registeredCallers(
  stack: TerraformStack,
  callers: Readonly<Record<string, readonly string[]>>,
): void {
  new TerraformLocal(stack, "callers", { ...callers });
}

/** Declares a variable. Its construct id is not its name: an output may have that (`token_issuer`). */
function declareVariable(
  stack: TerraformStack,
  name: string,
  config: TerraformVariableConfig,
): TerraformVariable {
  const variable = new TerraformVariable(stack, `variable-${name}`, config);
  variable.overrideLogicalId(name);
  return variable;
}
