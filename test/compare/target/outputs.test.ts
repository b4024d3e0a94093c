import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TargetError } from "../../../compare/target/errors.ts";
import { readOutputs, requiredOutputs } from "../../../compare/target/outputs.ts";

const directory = mkdtempSync(path.join(tmpdir(), "outputs-"));
afterAll(() => rmSync(directory, { recursive: true }));

function file(content: unknown): string {
  const name = path.join(directory, `${Math.random()}.json`);
  writeFileSync(name, typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

function problems(content: unknown): readonly string[] {
  try {
    readOutputs(file(content));
  } catch (error) {
    if (error instanceof TargetError) return error.problems;
    throw error;
  }
  return [];
}

const IAM = {
  api_url: "https://abcdefghij.execute-api.ap-northeast-2.amazonaws.com/dev",
  reader_role_arn: "arn:aws:iam::123456789012:role/reader",
  writer_role_arn: "arn:aws:iam::123456789012:role/writer",
};
const CUSTOM = {
  api_url: "http://127.0.0.1:4566/execute-api/abc/dev",
  token_issuer: "http://127.0.0.1:4566/idp",
  token_audience: "api",
};

describe("readOutputs", () => {
  test("reads the methods whose stacks are there", () => {
    const found = readOutputs(file({ iam: IAM, "custom-authorizer": CUSTOM, another: { a: "b" } }));
    expect(found.map(({ method, stack }) => [method, stack])).toEqual([
      ["iam", "iam"],
      ["custom-authorizer", "custom-authorizer"],
    ]);
    expect(found[0]?.values.reader_role_arn).toBe(IAM.reader_role_arn);
  });

  test("takes the prefix off the outputs of the comparison stack", () => {
    const comparison: Record<string, string> = {};
    for (const [prefix, values] of [
      ["iam", IAM],
      ["custom_authorizer", CUSTOM],
    ] as const) {
      for (const [name, value] of Object.entries(values)) comparison[`${prefix}_${name}`] = value;
    }
    for (const name of requiredOutputs("cognito-scopes"))
      comparison[`cognito_scopes_${name}`] = "https://x.test/y";
    const found = readOutputs(file({ comparison }));
    expect(found.map(({ method, stack }) => [method, stack])).toEqual([
      ["iam", "comparison"],
      ["cognito-scopes", "comparison"],
      ["custom-authorizer", "comparison"],
    ]);
    expect(found[2]?.values.token_audience).toBe("api");
  });

  test("names every output that is missing, and how a secret comes into the file", () => {
    const { reader_role_arn: _, ...rest } = IAM;
    const named = problems({ iam: rest, "cognito-scopes": { api_url: "https://x.test/dev" } });
    expect(named).toHaveLength(1 + 6);
    expect(named[0]).toContain('stack "iam": output "reader_role_arn" is missing');
    const secret = named.find((one) => one.includes("reader_client_secret"));
    expect(secret).toContain("--outputs-file-include-sensitive-outputs");
  });

  test.each([
    ["no stack of ours", { another: {} }, "has outputs of none of iam, cognito-scopes"],
    ["nothing", {}, "it is empty"],
    ["not JSON", "{", "is not JSON"],
    ["a list", [], "is not an object keyed by stack"],
    ["a stack that is a word", { iam: "yes" }, "is not an object of outputs"],
    ["an api_url that is none", { iam: { ...IAM, api_url: "ftp://x" } }, "expected an http(s) URL"],
    ["an api_url with a space", { iam: { ...IAM, api_url: "http://x y" } }, "expected an http(s) URL"],
  ])("refuses %s", (_, content, message) => {
    expect(problems(content).join()).toContain(message);
  });

  test("says how to get a file when there is none", () => {
    expect(() => readOutputs(path.join(directory, "none.json"))).toThrow(
      /no such file.*npm run lab.*cdktf deploy/s,
    );
  });
});
