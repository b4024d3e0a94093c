/** The API that a resource policy is attached to. */
export interface ApiIdentity {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** The REST API's id, 10 characters. */
  readonly apiId: string;
}

const PREFIX = "execute-api:/";

/**
 * A resource policy with the shorthand `execute-api:/stage/VERB/path` written out as ARNs of this API, as API Gateway
 * does when the policy is saved (aws-behaviour B.3 [D]). What is not a policy comes back as it is, for `parsePolicy`
 * to refuse.
 */
export function expandShorthand(document: unknown, api: ApiIdentity): unknown {
  if (!isObject(document) || document.Statement === undefined) return document;
  const { Statement } = document;
  const expand = (statement: unknown): unknown => expandStatement(statement, api);
  return { ...document, Statement: Array.isArray(Statement) ? Statement.map(expand) : expand(Statement) };
}

function expandStatement(statement: unknown, api: ApiIdentity): unknown {
  if (!isObject(statement)) return statement;
  const entries = Object.entries(statement).map(([name, value]) => {
    if (name !== "Resource" && name !== "NotResource") return [name, value];
    return [
      name,
      Array.isArray(value) ? value.map((item) => expandResource(item, api)) : expandResource(value, api),
    ];
  });
  return Object.fromEntries(entries);
}

function expandResource(resource: unknown, { partition, region, accountId, apiId }: ApiIdentity): unknown {
  if (typeof resource !== "string" || !resource.startsWith(PREFIX)) return resource;
  return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${resource.slice(PREFIX.length)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
