import type { TargetError } from "../../../compare/target/errors.ts";
import { isLoopback, makeTargets, regionOf } from "../../../compare/target/target.ts";

const AWS_URL = "https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev";
const IAM = {
  method: "iam",
  stack: "iam",
  values: { api_url: AWS_URL, reader_role_arn: "arn:r", writer_role_arn: "arn:w" },
} as const;
const CUSTOM = {
  method: "custom-authorizer",
  stack: "custom-authorizer",
  values: { api_url: "http://127.0.0.1:1/dev", token_issuer: "http://i", token_audience: "a" },
} as const;
const CLIENTS = {
  TOKEN_URL: "https://idp.test/oauth2/token",
  READER_CLIENT_ID: "r",
  READER_CLIENT_SECRET: "rs",
  WRITER_CLIENT_ID: "w",
  WRITER_CLIENT_SECRET: "ws",
};

describe("makeTargets", () => {
  test("takes the region from the API's host name", () => {
    const [target] = makeTargets([IAM], { AWS_REGION: "us-east-1" });
    expect(target?.access).toMatchObject({ kind: "role", region: "eu-west-1" });
    expect(target?.loopback).toBe(false);
  });

  test("takes it from the environment where the host name has none", () => {
    const local = { ...IAM, values: { ...IAM.values, api_url: "http://127.0.0.1:4566/execute-api/x/dev" } };
    const [target] = makeTargets([local], { AWS_REGION: "us-east-1" });
    expect(target?.access).toMatchObject({ region: "us-east-1" });
    expect(target?.loopback).toBe(true);
    expect(() => makeTargets([local], {})).toThrow("variable AWS_REGION is not set: iam needs it");
  });

  test("names every variable that is missing, once, and the method that needs it", () => {
    let problems: readonly string[] = [];
    try {
      makeTargets([CUSTOM, { ...CUSTOM, stack: "comparison" }], {
        ...CLIENTS,
        TOKEN_URL: "",
        WRITER_CLIENT_SECRET: undefined,
      });
    } catch (error) {
      problems = (error as TargetError).problems;
    }
    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(/WRITER_CLIENT_SECRET is not set: custom-authorizer.*TOKEN_URL/s);
    expect(problems.join()).toContain("--method");
  });

  test("refuses a token endpoint that is no URL", () => {
    expect(() => makeTargets([CUSTOM], { ...CLIENTS, TOKEN_URL: "idp" })).toThrow("TOKEN_URL is not a URL");
  });

  test("gives each caller its own client", () => {
    const [target] = makeTargets([CUSTOM], CLIENTS);
    if (target?.access.kind !== "token") throw new Error("not a token method");
    expect(target.access.client("writer")).toEqual({ id: "w", secret: "ws" });
  });
});

test.each([
  [AWS_URL, "eu-west-1"],
  ["https://a.execute-api.cn-north-1.amazonaws.com.cn/dev", "cn-north-1"],
  ["https://api.example.com/dev", undefined],
  ["https://a.execute-api.eu-west-1.amazonaws.com.evil.test/dev", undefined],
])("regionOf %s is %s", (url, region) => {
  expect(regionOf(url)).toBe(region);
});

test.each([
  ["http://127.0.0.1:4566", true],
  ["http://127.9.9.9", true],
  ["http://localhost:80", true],
  ["http://[::1]:80", true],
  [AWS_URL, false],
  ["http://128.0.0.1", false],
])("isLoopback %s is %s", (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});
