import { formatClaims } from "../../../lab/cognito/claims.ts";

describe("formatClaims", () => {
  test.each([
    ["C.1 [R] a Boolean is text", { email_verified: true }, { email_verified: "true" }],
    [
      "C.1 [R] a number is text",
      { version: 2, auth_time: 1718636404 },
      { version: "2", auth_time: "1718636404" },
    ],
    ["C.1 [R] exp and iat are dates", { exp: 1718722804 }, { exp: "Tue Jun 18 15:00:04 UTC 2024" }],
    [
      "C.1 [R] an array is joined by commas",
      { "cognito:groups": ["admin", "staging-manager"] },
      { "cognito:groups": "admin,staging-manager" },
    ],
    ["C.1 [R] scope stays separated by spaces", { scope: "a/b c/d" }, { scope: "a/b c/d" }],
    ["an object is compact JSON [I]", { address: { formatted: "x" } }, { address: '{"formatted":"x"}' }],
    ["an exp that is no number is left alone", { exp: "soon" }, { exp: "soon" }],
  ])("%s", (_, claims, expected) => {
    expect({ ...formatClaims(claims) }).toEqual(expected);
  });

  test("a claim named like a prototype is a claim", () => {
    const formatted = formatClaims(
      JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, unknown>,
    );
    expect(JSON.stringify(formatted)).toBe('{"__proto__":"x","constructor":"y"}');
  });
});
