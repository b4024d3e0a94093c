import type { WireAnswer } from "../../../compare/client/message.ts";
import { check, shownExpected } from "../../../compare/runner/check.ts";
import {
  CALLER_NAMED,
  NOT_KEY_VALUE,
  ROLE_NOT_ALLOWED,
  SUCCESS,
  UNAUTHORIZED,
} from "../../../compare/scenarios/answers.ts";

function answer(status: number, body: string, errorType?: string): WireAnswer {
  return { status, body, headers: errorType ? [["x-amzn-ErrorType", errorType]] : [], milliseconds: 1 };
}

const SUCCEEDED = '{"code":"00000","message":"success"}';

describe("check", () => {
  test.each([
    ["the expected answer", answer(200, SUCCEEDED), SUCCESS, []],
    ["another status", answer(401, SUCCEEDED), SUCCESS, ["status 401, expected 200"]],
    ["a space in the body", answer(200, '{"code":"00000", "message":"success"}'), SUCCESS, ["body differs"]],
    ["an error type on a success", answer(200, SUCCEEDED, "X"), SUCCESS, ["error type X, expected absent"]],
    [
      "the expected error",
      answer(401, '{"message":"Unauthorized"}', "UnauthorizedException"),
      UNAUTHORIZED,
      [],
    ],
    [
      "the suffix of old answers",
      answer(401, '{"message":"Unauthorized"}', "UnauthorizedException:http://x"),
      UNAUTHORIZED,
      [],
    ],
    [
      "a hidden error",
      answer(500, '{"message":"x"}'),
      UNAUTHORIZED,
      ["status 500, expected 401", "error type absent, expected UnauthorizedException", "body differs"],
    ],
  ])("%s", (_, given, expected, mismatches) => {
    expect(check(given, expected, {})).toEqual(mismatches);
  });

  test("A.1 [R] the hash is base64 of SHA-256 of the whole header value", () => {
    const authorization = "Bearer not-a-token";
    const body = shownExpected(NOT_KEY_VALUE, { authorization }).body ?? "";
    expect(body).toMatch(/'[A-Za-z0-9+/]{43}='\."\}$/);
    expect(
      check(answer(403, body, "IncompleteSignatureException"), NOT_KEY_VALUE, { authorization }),
    ).toEqual([]);
    expect(
      check(answer(403, body, "IncompleteSignatureException"), NOT_KEY_VALUE, { authorization: "x" }),
    ).toEqual(["body differs"]);
  });

  test("a caller's name is looked for literally", () => {
    const body = '{"code":"00000","message":"success","caller":{"id":"a.b"}}';
    expect(check(answer(200, body), CALLER_NAMED, { caller: "a.b" })).toEqual([]);
    expect(check(answer(200, body.replace("a.b", "axb")), CALLER_NAMED, { caller: "a.b" })).toEqual([
      "body does not match",
    ]);
    expect(check(answer(200, body), CALLER_NAMED, { caller: "someone" })).toEqual(["body does not match"]);
    expect(check(answer(200, SUCCEEDED), CALLER_NAMED, { caller: "a.b" })).toEqual(["body does not match"]);
  });

  test("A.3 [R] the resource's account is masked, the principal's is not", () => {
    const body = (account: string): string =>
      `{"Message":"User: arn:aws:sts::123456789012:assumed-role/r/s is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:${account}:abc/dev/POST/tests because no identity-based policy allows the execute-api:Invoke action"}`;
    const given = (account: string) =>
      check(answer(403, body(account), "AccessDeniedException"), ROLE_NOT_ALLOWED, {});
    expect(given("********9012")).toEqual([]);
    expect(given("123456789012")).toEqual(["body does not match"]);
  });
});
