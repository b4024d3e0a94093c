import { Body } from "../../terraform/body.ts";
import { TerraformError } from "../../terraform/errors.ts";
import { resourceSchema } from "../../terraform/schema/table.ts";
import { kindOf, Unresolved, type Value } from "../../terraform/value.ts";
import { jsonExpressions, scope } from "./support/expressions.ts";

const place = { address: "t.r", path: "" };

function body(
  json: Readonly<Record<string, unknown>>,
  type?: string,
  names: Readonly<Record<string, Value>> = {},
): Body {
  return new Body(json, type ? resourceSchema(type) : undefined, scope(names), jsonExpressions(), place);
}

describe("attributes", () => {
  test("have the provider's types", () => {
    const method = body(
      { api_key_required: "true", authorization_scopes: ["b", "a", "b"] },
      "aws_api_gateway_method",
    );
    expect(method.attribute("api_key_required")).toBe(true);
    expect(method.attribute("authorization_scopes")).toEqual(["a", "b"]);
    expect(kindOf(method.attribute("authorization_scopes") as Value[])).toBe("set");
    expect(body({ timeout: "5", layers: [1] }, "aws_lambda_function").attribute("timeout")).toBe(5);
    expect(body({ layers: [1] }, "aws_lambda_function").attribute("layers")).toEqual(["1"]);
    expect(body({ status_code: 401 }, "aws_api_gateway_gateway_response").attribute("status_code")).toBe(
      "401",
    );
  });

  test("without a schema are as they are written", () => {
    expect(body({ a: 5, b: "${1 + 1}" }).attribute("b")).toBe(2);
  });

  test("that are null are absent", () => {
    expect(body({ a: null, b: "${null}" }).attribute("a")).toBeUndefined();
    expect(body({ a: null, b: "${null}" }).attribute("b")).toBeUndefined();
  });

  test("that do not fit their type are unresolved, with the reason", () => {
    const value = body({ timeout: "soon" }, "aws_lambda_function").attribute("timeout");
    expect(value).toEqual(new Unresolved("number is required, string came", "soon"));
  });

  test("that fail are unresolved by themselves", () => {
    const environment = body({ a: { good: "x", bad: "${[][0]}", deep: ["y", "${nothing}"] } }).attribute("a");
    expect(environment).toEqual({
      good: "x",
      bad: new Unresolved("there is no element 0 in a list of 0", "${[][0]}"),
      deep: ["y", new Unresolved('nothing here is called "nothing"', "${nothing}")],
    });
  });

  test("Terraform's own arguments are none", () => {
    const json = {
      "//": 1,
      count: 1,
      for_each: {},
      depends_on: [],
      lifecycle: {},
      provider: "aws",
      provisioner: [],
      a: 1,
    };
    expect(body(json).names).toEqual(["a"]);
    expect(body(json).attribute("count")).toBeUndefined();
  });

  test("a key is a template too", () => {
    expect(body({ a: { '${upper("k")}': 1 } }).attribute("a")).toEqual({ K: 1 });
  });
});

describe("nested blocks", () => {
  const type = "aws_api_gateway_stage";

  test.each([
    [{ destination_arn: "a", format: "f" }, 1],
    [[{ destination_arn: "a", format: "f" }], 1],
    [[], 0],
    [null, 0],
  ])("%j", (access_log_settings, length) => {
    const blocks = body({ access_log_settings }, type).blocks("access_log_settings");
    expect(blocks).toHaveLength(length);
    for (const block of blocks) expect(block.attribute("destination_arn")).toBe("a");
  });

  test("their place is in every error", () => {
    const [block] = body({ access_log_settings: [{}] }, type).blocks("access_log_settings");
    expect(block?.place).toEqual({ address: "t.r", path: "access_log_settings[0]" });
  });

  test("that are an expression are refused", () => {
    expect(() => body({ access_log_settings: "${local.x}" }, type).blocks("access_log_settings")).toThrow(
      new TerraformError("t.r", "access_log_settings", "a block must be a JSON object or a list of them"),
    );
  });
});

describe("dynamic blocks", () => {
  const type = "aws_cognito_resource_server";
  const scopes = (dynamic: unknown, scope: unknown = []) =>
    body({ scope, dynamic } as Readonly<Record<string, unknown>>, type)
      .blocks("scope")
      .map((block) => block.attribute("scope_name"));

  test("come after the written ones, one for each element", () => {
    const dynamic = {
      scope: { for_each: ["a", "b"], content: { scope_name: "${scope.value}-${scope.key}" } },
    };
    expect(scopes(dynamic, [{ scope_name: "first" }])).toEqual(["first", "a-0", "b-1"]);
  });

  test("take the name that the iterator gives, and go through maps and sets", () => {
    const over = (for_each: unknown) =>
      scopes({
        scope: { for_each, iterator: "each", content: [{ scope_name: "${each.key}=${each.value}" }] },
      });
    expect(over({ b: 2, a: 1 })).toEqual(["a=1", "b=2"]);
    expect(over('${toset(["y", "x"])}')).toEqual(["x=x", "y=y"]);
    expect(over([])).toEqual([]);
  });

  test("may be several of one name", () => {
    const one = (name: string) => ({ scope: { for_each: [1], content: { scope_name: name } } });
    expect(scopes([one("a"), one("b")])).toEqual(["a", "b"]);
    expect(scopes({ scope: [one("a").scope, one("b").scope] })).toEqual(["a", "b"]);
  });

  test("may hold others, which see both iterators", () => {
    const inner = { for_each: "${outer.value}", content: { text: "${outer.key}${inner.value}" } };
    const dynamic = { outer: { for_each: { x: ["1", "2"] }, content: { dynamic: { inner } } } };
    const [outer] = body({ dynamic }).blocks("outer");
    expect(outer?.blocks("inner").map((block) => block.attribute("text"))).toEqual(["x1", "x2"]);
  });

  test.each([
    ["${nothing}", 't.r: dynamic.scope.for_each: cannot be resolved: nothing here is called "nothing"'],
    [5, 't.r: dynamic.scope.for_each: a "for" goes through lists and maps, not through number'],
    [null, 't.r: dynamic.scope.for_each: a "for" goes through lists and maps, not through null'],
  ])("over %j is refused: how many there are is never guessed", (for_each, message) => {
    expect(() => scopes({ scope: { for_each, content: {} } })).toThrow(message);
  });
});

test("as a value has its blocks as lists, and what is not known as unresolved", () => {
  const json = { stage_name: "dev", access_log_settings: { destination_arn: "${x}", format: "f" } };
  expect(body(json, "aws_api_gateway_stage").toValue()).toEqual({
    stage_name: "dev",
    access_log_settings: [
      { destination_arn: new Unresolved('nothing here is called "x"', "${x}"), format: "f" },
    ],
  });
});
