import { changesTarget, missingFor } from "../../../compare/runner/needs.ts";
import { SUCCESS, UNAUTHORIZED } from "../../../compare/scenarios/answers.ts";
import { bearer, READ, send } from "../../../compare/scenarios/steps.ts";

const EVERYTHING = { control: true, keys: true, logs: true, deniedAddress: true };
const NOTHING = { control: false, keys: false, logs: false, deniedAddress: false };
const REMOVE = { do: "remove-permission", caller: "writer", permission: "test.write" } as const;
const FORGED = send(READ, bearer("reader", { forgery: { key: "issuer" } }), UNAUTHORIZED);

describe("missingFor", () => {
  test.each([
    ["a clock", [{ do: "advance", seconds: 1 } as const], "target's clock"],
    ["a permission", [REMOVE], "removes a permission"],
    ["logs", [{ do: "inspect-logs" } as const], "CloudWatch"],
    [
      "a denied address",
      [{ ...send(READ, bearer("reader"), SUCCESS), from: "denied-address" } as const],
      "--denied-address",
    ],
    ["the issuer's key", [FORGED], "private key"],
    ["the second step's need", [send(READ, bearer("reader"), SUCCESS), REMOVE], "removes a permission"],
  ])("%s", (_, steps, reason) => {
    expect(missingFor(steps, NOTHING)).toContain(reason);
    expect(missingFor(steps, EVERYTHING)).toBeUndefined();
  });

  test.each([
    ["an ordinary request", send(READ, bearer("reader"), SUCCESS)],
    ["a stranger's key", send(READ, bearer("reader", { forgery: { key: "stranger" } }), UNAUTHORIZED)],
    ["no key at all", send(READ, bearer("reader", { forgery: { key: "nobody" } }), UNAUTHORIZED)],
  ])("%s runs anywhere", (_, step) => {
    expect(missingFor([step], NOTHING)).toBeUndefined();
  });
});

test("steps that change the target use credentials of their own", () => {
  expect(changesTarget([REMOVE])).toBe(true);
  expect(changesTarget([{ do: "advance", seconds: 1 }])).toBe(true);
  expect(changesTarget([FORGED, { do: "inspect-logs" }])).toBe(false);
});
