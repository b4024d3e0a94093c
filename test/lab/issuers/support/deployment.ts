import type { Block, Deployment, Resource } from "../../../../terraform/deployment.ts";
import { TerraformError } from "../../../../terraform/errors.ts";

type Attributes = Readonly<Record<string, unknown>>;

function accessors(address: string, attributes: Attributes) {
  const of =
    (type: string) =>
    (attribute: string, fallback?: unknown): never => {
      const value = attributes[attribute] ?? fallback;
      const given = Array.isArray(value) ? "list" : typeof value;
      if (given !== type) {
        throw new TerraformError(address, attribute, `must be a ${type}`);
      }
      return value as never;
    };
  return {
    string: of("string"),
    number: of("number"),
    boolean: of("boolean"),
    stringList: of("list"),
    optionalString: (attribute: string) =>
      attributes[attribute] === undefined ? undefined : of("string")(attribute),
    blocks: (name: string) =>
      ((attributes[name] ?? []) as readonly Attributes[]).map((block) => accessors(address, block)),
  };
}

/** Resources by Terraform address, as a deployment that has what the user pools are read from. */
export function deployment(
  resources: Readonly<Record<string, Attributes>>,
  stack = "cognito-scopes",
): Deployment {
  const all = Object.entries(resources).map(([address, attributes]) => {
    const [type = "", name = ""] = address.split(".");
    return {
      address,
      type,
      name,
      region: "ap-northeast-2",
      attributes,
      ...accessors(address, attributes),
    } as unknown as Resource & Block;
  });
  return {
    stack,
    region: "ap-northeast-2",
    ofType: (type: string) => all.filter((one) => one.type === type),
  } as unknown as Deployment;
}

export const URLS = {
  issuer: (poolId: string) => `http://127.0.0.1:4566/cognito-idp/${poolId}`,
  domain: (prefix: string) => `http://127.0.0.1:4566/auth/${prefix}`,
};

export const POOL_ID = "ap-northeast-2_aB3dE5fG7";
export const POOL_ARN = `arn:aws:cognito-idp:ap-northeast-2:123456789012:userpool/${POOL_ID}`;

/** Id and secret of the two app clients. */
export const READER_ID = "1reader0000000000000000000";
export const READER = `${READER_ID}:readersecret0000000000000000000000000000000000000000`;
export const WRITER_ID = "1writer0000000000000000000";
export const WRITER = `${WRITER_ID}:writersecret0000000000000000000000000000000000000000`;

/** A pool with its domain, resource server and two app clients, as the `cognito-scopes` stack has them. */
export const RESOURCES: Readonly<Record<string, Attributes>> = {
  "aws_cognito_user_pool.pool": { id: POOL_ID, arn: POOL_ARN, name: "pool" },
  "aws_cognito_user_pool_domain.domain": { id: "three-ways", domain: "three-ways", user_pool_id: POOL_ID },
  "aws_cognito_resource_server.api": {
    id: `${POOL_ID}|com.test.test`,
    identifier: "com.test.test",
    user_pool_id: POOL_ID,
    scope: [
      { scope_name: "test.read", scope_description: "read" },
      { scope_name: "test.write", scope_description: "write" },
    ],
  },
  "aws_cognito_user_pool_client.reader": {
    id: READER_ID,
    client_secret: READER.split(":")[1],
    user_pool_id: POOL_ID,
    generate_secret: true,
    allowed_oauth_flows_user_pool_client: true,
    allowed_oauth_flows: ["client_credentials"],
    allowed_oauth_scopes: ["com.test.test/test.read"],
  },
  "aws_cognito_user_pool_client.writer": {
    id: WRITER_ID,
    client_secret: WRITER.split(":")[1],
    user_pool_id: POOL_ID,
    generate_secret: true,
    allowed_oauth_flows_user_pool_client: true,
    allowed_oauth_flows: ["client_credentials"],
    allowed_oauth_scopes: ["com.test.test/test.read", "com.test.test/test.write"],
    access_token_validity: 30,
    token_validity_units: [{ access_token: "minutes" }],
  },
};

/** The same resources with some attributes of one of them changed. */
export function changed(address: string, attributes: Attributes): Readonly<Record<string, Attributes>> {
  return { ...RESOURCES, [address]: { ...RESOURCES[address], ...attributes } };
}
