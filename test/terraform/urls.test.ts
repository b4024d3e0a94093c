import { localizeText, localizeValue, type PublicNames } from "../../terraform/urls.ts";
import { asSet, kindOf, mapOf } from "../../terraform/value.ts";
import { cpuTime } from "../support/cpu-time.ts";
import { base, options } from "./support/stack.ts";

const names: PublicNames = {
  apiIds: new Set(["abcdefghij"]),
  userPoolIds: new Set(["eu-west-1_AbCdEfGhI"]),
  domainPrefixes: new Set(["my-api"]),
  customDomains: new Set(["auth.example.com"]),
};
const localize = (text: string) => localizeText(text, names, options.urls);

test.each([
  ["https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev", `${base}/execute-api/abcdefghij/dev`],
  [
    "https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev/tests?x=1",
    `${base}/execute-api/abcdefghij/dev/tests?x=1`,
  ],
  ["https://abcdefghij.execute-api.cn-north-1.amazonaws.com.cn/dev", `${base}/execute-api/abcdefghij/dev`],
  ["https://abcdefghij.execute-api.eu-west-1.amazonaws.com", `${base}/execute-api/abcdefghij`],
  [
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
    `${base}/cognito-idp/eu-west-1_AbCdEfGhI`,
  ],
  [
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI/.well-known/jwks.json",
    `${base}/cognito-idp/eu-west-1_AbCdEfGhI/.well-known/jwks.json`,
  ],
  ["https://my-api.auth.eu-west-1.amazoncognito.com/oauth2/token", `${base}/auth/my-api/oauth2/token`],
  ["https://auth.example.com/oauth2/token", `${base}/auth/auth.example.com/oauth2/token`],
  [
    '{"a":"https://my-api.auth.eu-west-1.amazoncognito.com","b":"https://auth.example.com"}',
    `{"a":"${base}/auth/my-api","b":"${base}/auth/auth.example.com"}`,
  ],
])("%s becomes local", (text, expected) => expect(localize(text)).toBe(expected));

test.each([
  "https://zzzzzzzzzz.execute-api.eu-west-1.amazonaws.com/dev",
  "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other",
  "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhIjk",
  "https://other.auth.eu-west-1.amazoncognito.com",
  "https://auth.example.com.evil.org",
  "https://example.com",
  "http://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev",
  "arn:aws:execute-api:eu-west-1:123456789012:abcdefghij/dev/GET/tests",
])("%s leads elsewhere and stays", (text) => expect(localize(text)).toBe(text));

test("goes through collections and keeps their kind", () => {
  const url = "https://my-api.auth.eu-west-1.amazoncognito.com";
  const value = localizeValue(mapOf([["a", asSet([url, "b"])]]), names, options.urls);
  expect(value).toEqual({ a: ["b", `${base}/auth/my-api`] });
  expect(kindOf((value as { a: string[] }).a)).toBe("set");
});

test("takes no longer than the text for a hostile one", () => {
  const text = "https://a".repeat(200_000);
  const start = cpuTime();
  localize(text);
  expect(cpuTime() - start).toBeLessThan(2000);
});
