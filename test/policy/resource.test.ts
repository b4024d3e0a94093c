import type { Answer } from "../../policy/certainty.ts";
import { readResource, requestResource } from "../../policy/resource.ts";
import { API, context } from "./support.ts";

const matches = (pattern: string, arn: string, values = {}, unset?: Answer) =>
  readResource(pattern, true, "Resource").matches(requestResource(arn), context(values), unset);

describe("Resource (aws-behaviour G)", () => {
  test.each<[string, string, string, Answer]>([
    ["[D] a bare * matches everything", "*", `${API}/dev/GET/tests`, true],
    ["[R] * matches the empty string", `${API}/dev/*/*`, `${API}/dev/GET/`, true],
    ["[R] * matches the slash", `${API}/dev/GET/*`, `${API}/dev/GET/items/1/secrets`, true],
    ["[R] * matches the colon in the last part", `${API}/dev/GET/*`, `${API}/dev/GET/a:b`, true],
    ["[D] * alone in the last part", "arn:aws:execute-api:*:*:*", `${API}/dev/GET/tests`, true],
    ["[D] region and any account", "arn:aws:execute-api:ap-northeast-2:*:*", `${API}/dev/GET/tests`, true],
    ["[D] another region", "arn:aws:execute-api:us-east-1:*:*", `${API}/dev/GET/tests`, false],
    ["[R] a wildcard in the middle of a path", `${API}/dev/PUT/foo/*/bar`, `${API}/dev/PUT/foo/1/bar`, true],
    ["[R] a template in braces is text", `${API}/dev/GET/pets/{id}`, `${API}/dev/GET/pets/a1b2`, false],
    ["[R] one segment too many", `${API}/*/dev/GET/tests`, `${API}/dev/GET/tests`, false],
    ["[R] root has a trailing slash", `${API}/dev/GET/`, `${API}/dev/GET/`, true],
    ["[R] root without it is another resource", `${API}/dev/GET`, `${API}/dev/GET/`, false],
    ["[D] ? is one character", `${API}/dev/GET/test?`, `${API}/dev/GET/tests`, true],
    ["[D] ? is not none", `${API}/dev/GET/tests?`, `${API}/dev/GET/tests`, false],
    ["[D] the case of a resource counts", `${API}/dev/GET/Tests`, `${API}/dev/GET/tests`, false],
    ["[D] the verb is upper case", `${API}/dev/get/tests`, `${API}/dev/GET/tests`, false],
    ["[D] * after the service stands for the rest", "arn:aws:execute-api:*", `${API}/dev/GET/tests`, true],
    ["[D] and for the rest of that service alone", "arn:aws:s3:*", `${API}/dev/GET/tests`, false],
  ])("G %s", (_name, pattern, arn, expected) => {
    expect(matches(pattern, arn)).toBe(expected);
  });

  test("G [D] a * that could only match across a colon is in doubt", () => {
    const across = "arn:aws:execute-api:ap-northeast-2:999999999999:z/dev/GET/:123456789012:a/b";
    expect(matches("arn:aws:execute-api:*:123456789012:a/b", across)).toBeUndefined();
    expect(matches("arn:aws:execute-api:ap-*-2:123456789012:a/b", across)).toBe(false);
  });

  test("a variable is replaced in the last part, its own wildcards being text", () => {
    const pattern = `${API}/dev/GET/\${aws:username}/*`;
    expect(readResource(pattern, true, "Resource").keys).toEqual(["aws:username"]);
    expect(matches(pattern, `${API}/dev/GET/bob/x`, { "aws:username": "bob" })).toBe(true);
    expect(matches(pattern, `${API}/dev/GET/eve/x`, { "aws:username": "bob" })).toBe(false);
    expect(matches(pattern, `${API}/dev/GET/eve/x`, { "aws:username": "*" })).toBe(false);
    expect(matches(pattern, `${API}/dev/GET/*/x`, { "aws:username": "*" })).toBe(true);
  });

  test("a variable without a value gives the answer that the element asks for", () => {
    const pattern = `${API}/dev/GET/\${aws:username}`;
    expect(matches(pattern, `${API}/dev/GET/`, {}, false)).toBe(false);
    expect(matches(pattern, `${API}/dev/GET/`, {}, undefined)).toBeUndefined();
    expect(matches(pattern, `${API}/dev/GET/a`, { "aws:username": ["a", "b"] })).toBeUndefined();
  });

  test.each([
    "",
    "**",
    "tests",
    "execute-api:/*",
    "execute-api:*",
    "arn:aws:execute-api",
    "arn:aws:*",
    "arn:*",
    "arn:aws:*:*:*:*",
    "arn:aws:execute-?pi:*:*:*",
    "arn::execute-api:*:*:*",
    "a*:aws:execute-api:*:*:*",
    "arn:aws:execute-api:ap-northeast-2",
    "arn:aws:execute-api:*/dev/GET/tests",
    "arn:aws:execute-api:${aws:RequestedRegion}:*:*",
  ])("%p is no resource", (pattern) => {
    expect(() => readResource(pattern, true, "Statement[0].Resource")).toThrow(/allowed: "\*", or an ARN/);
  });
});
