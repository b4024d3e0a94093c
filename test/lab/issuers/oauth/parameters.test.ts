import fc from "fast-check";
import { OAuthError } from "../../../../lab/issuers/oauth/error.ts";
import { mediaType, tokenParameters } from "../../../../lab/issuers/oauth/parameters.ts";
import { type Sent, tokenRequest } from "../support/request.ts";

const parameters = (sent: Sent): Record<string, string> =>
  Object.fromEntries(tokenParameters(tokenRequest("/oauth2/token", sent)).all);

describe("tokenParameters", () => {
  test.each<[string, Sent, Record<string, string>]>([
    [
      "the form",
      { body: "grant_type=client_credentials&scope=a%2Fb+c" },
      { grant_type: "client_credentials", scope: "a/b c" },
    ],
    ["the query", { query: "grant_type=client_credentials" }, { grant_type: "client_credentials" }],
    ["both", { query: "grant_type=x", body: "scope=y" }, { grant_type: "x", scope: "y" }],
    ["the same in both", { query: "grant_type=x", body: "grant_type=x" }, { grant_type: "x" }],
    ["empty counts as left out (RFC 6749 3.1)", { body: "scope=&grant_type=x" }, { grant_type: "x" }],
    ["invalid percent-encoding stays as it is", { body: "scope=%zz%" }, { scope: "%zz%" }],
    ["nothing", {}, {}],
  ])("%s", (_what, sent, expected) => {
    expect(parameters(sent)).toEqual(expected);
  });

  test.each<[string, Sent]>([
    ["a parameter twice with two values (RFC 6749 3.2)", { body: "scope=a&scope=b" }],
    ["one value in the query and another in the form", { query: "grant_type=a", body: "grant_type=b" }],
    ["a secret in the URL (RFC 6749 2.3.1)", { query: "client_secret=s3cret" }],
    ["a gigantic body", { body: `scope=${"a".repeat(70_000)}` }],
  ])("refuses %s", (_what, sent) => {
    expect(() => parameters(sent)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  test("any bytes either are parameters or an invalid_request", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, query) => {
        const request = { ...tokenRequest("/oauth2/token", { query }), body: Buffer.from(bytes) };
        try {
          tokenParameters(request);
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError);
        }
      }),
    );
  });
});

test.each([
  ["application/x-www-form-urlencoded", "application/x-www-form-urlencoded"],
  ["Application/X-WWW-form-urlencoded; charset=UTF-8", "application/x-www-form-urlencoded"],
  ["application/json", "application/json"],
  [null, undefined],
])("mediaType of %j is %j", (contentType, expected) => {
  expect(mediaType(tokenRequest("/", { contentType }))).toBe(expected);
});
