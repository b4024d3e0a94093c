import { warningsOf } from "../../../stacks/context/check-callers.ts";
import { ContextError } from "../../../stacks/context/problems.ts";
import { parseContext, readContext } from "../../../stacks/context/read.ts";
import { contextWith, declared, manyRoutes } from "../../support/context.ts";

function problemsOf(changes: Record<string, unknown>): string[] {
  try {
    parseContext({ ...declared(), ...changes });
  } catch (error) {
    if (error instanceof ContextError)
      return error.problems.map(({ key, came, allowed }) => `${key}: ${came}: ${allowed}`);
    throw error;
  }
  return [];
}

const route = (method: string, path: string, permission = "test.read") => ({ method, path, permission });
const read = { reader: ["test.read"] };

describe("the project's own context", () => {
  test("is accepted, with every default filled in", () => {
    expect(readContext("cdktf.json")).toMatchObject({
      name: "api-auth",
      throttling: { rateLimit: 100, burstLimit: 200 },
      cognito: { accessTokenValidityMinutes: 60 },
      authorizer: { resultTtlSeconds: 300, algorithms: ["RS256"] },
      logs: { retentionDays: 30, accountRole: "managed" },
    });
  });

  test("gives no warning", () => expect(warningsOf(contextWith())).toEqual([]));
});

describe("what AWS would refuse minutes into an apply is refused", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["a region that is none", { region: "seoul" }, /^region: "seoul": an AWS region/],
    ["a stage with a space", { stage: "my stage" }, /^stage: "my stage": 1 to 128/],
    [
      "a stage that makes names too long",
      { stage: "s".repeat(60) },
      /^name, stage, callers: .*64 characters/,
    ],
    ["no route", { routes: [] }, /^routes: \[\]: at least one route/],
    [
      "a verb that is none",
      { routes: [route("FETCH", "/a")], callers: read },
      /^routes\.0\.method: "FETCH": .*"GET"/,
    ],
    ["a path without slash", { routes: [route("GET", "a")], callers: read }, /^routes\.0\.path: "a"/],
    [
      "a path with a trailing slash",
      { routes: [route("GET", "/a/")], callers: read },
      /^routes\.0\.path: "\/a\/"/,
    ],
    [
      "a parameter that is part of a segment",
      { routes: [route("GET", "/a{id}")], callers: read },
      /^routes\.0\.path/,
    ],
    [
      "a greedy parameter before the end",
      { routes: [route("GET", "/{a+}/b")], callers: read },
      /last place only/,
    ],
    [
      "a parameter name twice in a path",
      { routes: [route("GET", "/{id}/{id}")], callers: read },
      /each parameter name once/,
    ],
    [
      "a reserved path",
      { routes: [route("GET", "/ping")], callers: read },
      /which API Gateway keeps for itself/,
    ],
    [
      "two variables below one resource",
      { routes: [route("GET", "/a/{x}"), route("POST", "/a/{y}")], callers: read },
      /one variable below \/a; \{x\} is already there/,
    ],
    [
      "a method ARN over 512 characters",
      { routes: [route("GET", `/${"a".repeat(500)}`)], callers: read },
      /512 characters or less/,
    ],
    ["more than 300 resources", manyRoutes(300), /^routes: 301 resources: 300 resources/],
    [
      "a route twice",
      { routes: [route("GET", "/a"), route("GET", "/a")], callers: read },
      /^routes\.1: "GET \/a": a route once; routes\.0/,
    ],
    [
      "a caller with an unknown permission",
      { callers: { reader: ["test.raed"] } },
      /^callers\.reader\.0: "test\.raed": .*test\.read/,
    ],
    [
      "a caller without permission",
      { callers: { reader: [] } },
      /^callers\.reader: \[\]: at least one permission/,
    ],
    [
      "a caller with a permission twice",
      { callers: { reader: ["test.read", "test.read"] } },
      /^callers\.reader: .*each permission once/,
    ],
    ["no caller", { callers: {} }, /^callers: 0: 1 to 1000/],
    [
      "callers that share an environment variable",
      { callers: { "a-b": ["test.read"], a_b: ["test.read"] } },
      /differs from a-b/,
    ],
    [
      "a permission that is no scope name",
      { routes: [route("GET", "/a", "a/b")] },
      /^routes\.0\.permission: "a\/b": an OAuth scope name/,
    ],
    ["a scope over 256 characters", { resourceServer: "r".repeat(250) }, /^resourceServer: .*256 characters/],
    ["a resource server with a space", { resourceServer: "a b" }, /^resourceServer: "a b"/],
    [
      "an IPv4 block with 33 bits",
      { resourcePolicy: { denyCidrs: ["10.0.0.0/33"] } },
      /^resourcePolicy\.denyCidrs\.0: "10\.0\.0\.0\/33": an IPv4 or IPv6 CIDR/,
    ],
    [
      "an address that is no block",
      { resourcePolicy: { allowCidrs: ["10.0.0.1"] } },
      /^resourcePolicy\.allowCidrs\.0/,
    ],
    [
      "a block both allowed and denied",
      { resourcePolicy: { allowCidrs: ["10.0.0.0/8"], denyCidrs: ["10.0.0.0/8"] } },
      /not in resourcePolicy\.allowCidrs/,
    ],
    [
      "an account of 11 digits",
      { resourcePolicy: { allowAccounts: { "12345678901": ["test.read"] } } },
      /12-digit AWS account id/,
    ],
    [
      "an account with an unknown permission",
      { resourcePolicy: { allowAccounts: { "111122223333": ["x"] } } },
      /allowAccounts\.111122223333\.0/,
    ],
    [
      "a VPC endpoint that is none",
      { resourcePolicy: { allowVpcEndpoints: ["vpc-1"] } },
      /a VPC endpoint id/,
    ],
    [
      "a domain prefix with a reserved word",
      { cognito: { domainPrefix: "awsome-api" } },
      /does not contain "aws"/,
    ],
    ["a token validity of 4 minutes", { cognito: { accessTokenValidityMinutes: 4 } }, /from 5 to 1440/],
    ["a policy cache of two hours", { authorizer: { resultTtlSeconds: 7200 } }, /from 0 to 3600/],
    [
      "a symmetric algorithm",
      { authorizer: { algorithms: ["HS256"] } },
      /^authorizer\.algorithms\.0: "HS256"/,
    ],
    [
      "a retention that CloudWatch does not know",
      { logs: { retentionDays: 31 } },
      /^logs\.retentionDays: 31/,
    ],
    ["an origin with a path", { cors: { allowOrigin: "https://a.example/x" } }, /without a path/],
    [
      "a preflight declared by hand beside cors",
      { cors: { allowOrigin: "*" }, routes: [route("OPTIONS", "/a")], callers: read },
      /which "cors" answers/,
    ],
    ["an unknown key", { colour: "red" }, /^colour: an unknown key/],
    ["a missing key", { region: undefined }, /^region: nothing/],
    [
      "routes that no policy can separate",
      { routes: [route("GET", "/{all+}", "p"), route("GET", "/a/{x}", "q")], callers: { one: ["p"] } },
      /GET \/\{all\+\} \(p\) and GET \/a\/\{x\} \(q\) cannot be told apart/,
    ],
  ])("%s", (_, changes, expected) => {
    const problems = problemsOf(changes);
    if (problems.length === 0) throw new Error("accepted");
    expect(problems.join("\n")).toMatch(new RegExp(expected.source, "m"));
  });

  test("all errors at once", () => {
    expect(problemsOf({ region: "x", stage: "?", routes: [route("GET", "a")] })).toHaveLength(3);
  });

  test("a resource policy over 8,192 characters", () => {
    const denyCidrs = Array.from({ length: 255 }, (_, index) => `198.51.${index}.0/24`);
    expect(
      problemsOf({
        resourcePolicy: { denyCidrs: [...denyCidrs, ...denyCidrs.map((cidr) => cidr.replace("51", "52"))] },
      })[0],
    ).toMatch(/^resourcePolicy: \d+ characters .*8192/);
  });

  test("a file that is no JSON names the file", () => {
    expect(() => readContext("biome.json.missing")).toThrow(/biome\.json\.missing/);
  });
});

describe("what is allowed and probably not meant is a warning", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "a permission no route asks for",
      { permissions: ["test.admin"], callers: { admin: ["test.admin", "test.read", "test.write"] } },
      'permissions: no route asks for "test.admin"',
    ],
    [
      "a permission nobody has",
      { callers: { reader: ["test.read"] } },
      'callers: no caller has "test.write", so nobody may use its routes',
    ],
  ])("%s", (_, changes, expected) => expect(warningsOf(contextWith(changes))).toEqual([expected]));
});
