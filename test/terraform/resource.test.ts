import type { Resource } from "../../terraform/deployment.ts";
import { Unresolved } from "../../terraform/value.ts";
import { base, deploy } from "./support/stack.ts";

function resource(type: string, body: Readonly<Record<string, unknown>>): Resource {
  const [found] = deploy({ resource: { [type]: { r: body } } }).resources;
  return found!;
}

const lambda = (body: Readonly<Record<string, unknown>>) =>
  resource("aws_lambda_function", { function_name: "f", role: "r", ...body });
const unknown = "${timestamp()}";
const why = 'cannot be resolved: the function "timestamp" is not supported here (in ${timestamp()})';

test("an attribute is the configured one, else the computed one, else the default, else absent", () => {
  const found = lambda({ timeout: 5, memory_size: null });
  expect(found.get("timeout")).toBe(5);
  expect(found.get("arn")).toBe("arn:aws:lambda:eu-west-1:123456789012:function:f");
  expect(found.get("memory_size")).toBe(128);
  expect(found.get("kms_key_arn")).toBeUndefined();
  expect(found.get("code_sha256")).toBeUndefined();
});

test("what is configured is listed alone, with blocks as lists", () => {
  expect(lambda({ environment: { variables: { A: "b" } }, kms_key_arn: null }).attributes).toEqual({
    function_name: "f",
    role: "r",
    environment: [{ variables: { A: "b" } }],
  });
});

test("an attribute that the provider does not have is an error, and not absent", () => {
  expect(() => lambda({}).get("memory")).toThrow(
    "aws_lambda_function.r: memory: aws_lambda_function has no such attribute",
  );
  expect(() => lambda({}).blocks("env")).toThrow("aws_lambda_function.r: env: there is no such block");
  const [environment] = lambda({ environment: {} }).blocks("environment");
  expect(() => environment?.get("vars")).toThrow(
    "aws_lambda_function.r: environment[0].vars: the block has no such attribute",
  );
});

test("of a type that is not known here, any attribute may be absent", () => {
  const table = resource("aws_dynamodb_table", { name: "t", attribute: [{ name: "id", type: "S" }] });
  expect(table.get("billing_mode")).toBeUndefined();
  expect(table.string("arn")).toBe("arn:aws:dynamodb:eu-west-1:123456789012:table/t");
  expect(table.blocks("attribute").map((block) => block.string("name"))).toEqual(["id"]);
});

describe("typed accessors", () => {
  const found = lambda({
    handler: "index.handler",
    publish: true,
    layers: ["a", "b"],
    tags: { x: "1" },
    vpc_config: { subnet_ids: ["s"], security_group_ids: [] },
  });

  test("give values of their type", () => {
    expect(found.string("handler")).toBe("index.handler");
    expect(found.optionalString("handler")).toBe("index.handler");
    expect(found.number("timeout")).toBe(3);
    expect(found.boolean("publish")).toBe(true);
    expect(found.stringList("layers")).toEqual(["a", "b"]);
    expect(found.map("tags")).toEqual({ x: "1" });
    const [vpc] = found.blocks("vpc_config");
    expect(vpc?.stringList("subnet_ids")).toEqual(["s"]);
    expect(vpc?.boolean("ipv6_allowed_for_dual_stack")).toBe(false);
    expect(vpc).toMatchObject({ address: "aws_lambda_function.r", path: "vpc_config[0]" });
  });

  test("take a fallback for what is absent, and lists and maps are empty", () => {
    expect(found.string("kms_key_arn", "none")).toBe("none");
    expect(found.optionalString("kms_key_arn")).toBeUndefined();
    expect(found.number("source_code_size", 7)).toBe(7);
    expect(found.boolean("replace_security_groups_on_destroy", true)).toBe(true);
    expect(found.stringList("replacement_security_group_ids")).toEqual([]);
    expect(found.stringList("replacement_security_group_ids", ["x"])).toEqual(["x"]);
    expect(lambda({}).map("tags")).toEqual({});
    expect(found.blocks("environment")).toEqual([]);
  });

  test("refuse what is absent and has no fallback", () => {
    expect(() => found.string("kms_key_arn")).toThrow(
      "aws_lambda_function.r: kms_key_arn: it is required, and absent",
    );
    expect(() => found.number("source_code_size")).toThrow("source_code_size: it is required, and absent");
    expect(() => found.boolean("replace_security_groups_on_destroy")).toThrow("it is required, and absent");
  });

  test("refuse a value of another type", () => {
    expect(() => found.string("timeout")).toThrow(
      "aws_lambda_function.r: timeout: must be text, number came",
    );
    expect(() => found.number("handler")).toThrow("handler: must be a number, string came");
    expect(() => found.boolean("handler")).toThrow("handler: must be a bool, string came");
    expect(() => found.stringList("handler")).toThrow("handler: must be a list, string came");
    expect(() => found.map("layers")).toThrow("layers: must be a map, list came");
  });

  test("refuse what is unresolved, with the reason, and only then", () => {
    const partly = lambda({
      handler: unknown,
      timeout: unknown,
      layers: ["a", unknown],
      tags: { good: "1", bad: unknown },
      environment: [{ variables: { X: unknown } }],
      runtime: "nodejs22.x",
    });
    expect(partly.string("runtime")).toBe("nodejs22.x");
    expect(partly.get("handler")).toBeInstanceOf(Unresolved);
    expect(() => partly.string("handler", "fallback")).toThrow(`aws_lambda_function.r: handler: ${why}`);
    expect(() => partly.optionalString("handler")).toThrow(`handler: ${why}`);
    expect(() => partly.number("timeout", 3)).toThrow(`timeout: ${why}`);
    expect(() => partly.stringList("layers")).toThrow(`layers[1]: ${why}`);
    expect(() => partly.map("tags")).toThrow(`tags.bad: ${why}`);
    const [environment] = partly.blocks("environment");
    expect(() => environment?.map("variables")).toThrow(
      `aws_lambda_function.r: environment[0].variables.X: ${why}`,
    );
    expect(() => partly.string("qualified_arn")).not.toThrow();
  });

  test("a map has no prototype", () => {
    const tags = lambda({ tags: JSON.parse('{"__proto__":"x"}') }).map("tags");
    expect(Object.entries(tags)).toEqual([["__proto__", "x"]]);
  });
});

test("public URLs are local in attributes, blocks and outputs, wherever their parts come from", () => {
  const deployment = deploy({
    data: { aws_region: { here: {} } },
    locals: {
      issuer: "https://cognito-idp.${data.aws_region.here.name}.amazonaws.com/${aws_cognito_user_pool.p.id}",
    },
    resource: {
      aws_cognito_user_pool: { p: { name: "p" } },
      aws_cognito_user_pool_domain: {
        d: { domain: "my-api", user_pool_id: "${aws_cognito_user_pool.p.id}" },
      },
      aws_api_gateway_rest_api: { a: { name: "a" } },
      aws_lambda_function: {
        f: {
          function_name: "f",
          role: "r",
          description: "${local.issuer}/x",
          environment: [
            {
              variables: {
                ISSUER: "https://${aws_cognito_user_pool.p.endpoint}",
                OTHER: "https://example.com",
              },
            },
          ],
        },
      },
    },
    output: {
      token_url: {
        value:
          "https://${aws_cognito_user_pool_domain.d.domain}.auth.${data.aws_region.here.name}.amazoncognito.com/oauth2/token",
      },
      api: {
        value: { list: ["https://${aws_api_gateway_rest_api.a.id}.execute-api.eu-west-1.amazonaws.com/dev"] },
      },
      host: { value: '${replace(local.issuer, "https://", "")}' },
    },
  });
  const id = deployment.find("aws_cognito_user_pool.p")?.string("id");
  const apiId = deployment.find("aws_api_gateway_rest_api.a")?.string("id");
  const f = deployment.find("aws_lambda_function.f");
  expect(f?.string("description")).toBe(`${base}/cognito-idp/${id}/x`);
  expect(f?.blocks("environment")[0]?.map("variables")).toEqual({
    ISSUER: `${base}/cognito-idp/${id}`,
    OTHER: "https://example.com",
  });
  expect(f?.attributes.environment).toEqual([
    { variables: { ISSUER: `${base}/cognito-idp/${id}`, OTHER: "https://example.com" } },
  ]);
  expect(Object.fromEntries(deployment.outputs.map(({ name, value }) => [name, value]))).toEqual({
    token_url: `${base}/auth/my-api/oauth2/token`,
    api: { list: [`${base}/execute-api/${apiId}/dev`] },
    // Expressions see the public URL: what they make of it is what AWS would get.
    host: `cognito-idp.eu-west-1.amazonaws.com/${id}`,
  });
});
