import { TerraformResource, type TerraformStack } from "cdktf";
import { asWritten } from "./written.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Makes synthesis fail when any method of the finished tree, escape hatches included, could be called without
 * authorization. The one exception is the CORS preflight: a browser sends `OPTIONS` without credentials.
 */
export function requireAuthorization(stack: TerraformStack): void {
  stack.node.addValidation({ validate: () => openMethods(stack) });
}

/** One sentence for every method, or API, that is not protected. */
export function openMethods(stack: TerraformStack): string[] {
  const all = stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
  const ofType = (type: string) => all.filter((resource) => resource.terraformResourceType === type);
  let mocked: Set<unknown> | undefined;
  const isMocked = (method: TerraformResource) => {
    mocked ??= new Set(
      ofType("aws_api_gateway_integration")
        .map(attributesOf)
        .filter(({ type }) => type === "MOCK")
        .map(({ http_method }) => http_method),
    );
    return mocked.has(`\${${addressOf(method)}.http_method}`);
  };
  const methods = ofType("aws_api_gateway_method").flatMap((resource) => {
    const reason = whyOpen(attributesOf(resource), () => isMocked(resource));
    return reason ? [`${addressOf(resource)}: ${reason}`] : [];
  });
  const documents = ofType("aws_api_gateway_rest_api")
    .filter((resource) => attributesOf(resource).body !== undefined)
    .map(
      (resource) =>
        `${addressOf(resource)}: body: methods of an OpenAPI document are not checked; declare them as resources`,
    );
  return [...methods, ...documents];
}

function whyOpen(method: Attributes, isMocked: () => boolean): string | undefined {
  const { authorization, authorizer_id, authorization_scopes, http_method } = method;
  switch (authorization) {
    case "AWS_IAM":
      return undefined;
    case "COGNITO_USER_POOLS":
      if (!authorizer_id) return "authorizer_id: COGNITO_USER_POOLS needs an authorizer";
      return Array.isArray(authorization_scopes) && authorization_scopes.length > 0
        ? undefined
        : "authorization_scopes: without a scope every ID token of the pool is let in";
    case "CUSTOM":
      return authorizer_id ? undefined : "authorizer_id: CUSTOM needs an authorizer";
    default:
      // A preflight: API Gateway answers it itself, and no backend is behind it.
      return authorization === "NONE" && http_method === "OPTIONS" && isMocked()
        ? undefined
        : `authorization: ${JSON.stringify(authorization ?? null)} leaves ${http_method} open to everybody`;
  }
}

const addressOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource) =>
  `${terraformResourceType}.${friendlyUniqueId}`;

function attributesOf(resource: TerraformResource): Attributes {
  const written = asWritten(resource).resource as Record<string, Record<string, Attributes>>;
  return Object.values(written[resource.terraformResourceType] ?? {})[0] ?? {};
}
