import { readConfiguration } from "../../../functions/authorizer/config.ts";
import { discoveryUrl, parseIssuer, parseJwksUri } from "../../../functions/authorizer/issuer-url.ts";

const ENVIRONMENT = { TOKEN_ISSUER: "https://issuer.example/", TOKEN_AUDIENCE: "the-api" };

test("issuer and audience are taken as they are, RS256 is the default", () => {
  expect(readConfiguration(ENVIRONMENT)).toEqual({
    issuer: "https://issuer.example/",
    audience: "the-api",
    algorithms: ["RS256"],
  });
});

test("algorithms are told with commas between", () => {
  expect(readConfiguration({ ...ENVIRONMENT, TOKEN_ALGORITHMS: "ES256, EdDSA" }).algorithms).toEqual([
    "ES256",
    "EdDSA",
  ]);
});

test.each<[Record<string, string | undefined>, string]>([
  [{ TOKEN_ISSUER: undefined }, "TOKEN_ISSUER: came nothing"],
  [{ TOKEN_ISSUER: "" }, "TOKEN_ISSUER: came nothing"],
  [{ TOKEN_ISSUER: "issuer.example" }, 'TOKEN_ISSUER: came "issuer.example"'],
  [{ TOKEN_ISSUER: "http://issuer.example" }, 'TOKEN_ISSUER: came "http://issuer.example"'],
  [{ TOKEN_AUDIENCE: undefined }, "TOKEN_AUDIENCE: came nothing"],
  [{ TOKEN_AUDIENCE: "" }, "TOKEN_AUDIENCE: came nothing"],
  [{ TOKEN_ALGORITHMS: "" }, 'TOKEN_ALGORITHMS: came ""'],
  [{ TOKEN_ALGORITHMS: "none" }, 'TOKEN_ALGORITHMS: came "none"'],
  [{ TOKEN_ALGORITHMS: "RS256,HS256" }, 'TOKEN_ALGORITHMS: came "HS256"'],
  [{ TOKEN_ALGORITHMS: "rs256" }, 'TOKEN_ALGORITHMS: came "rs256"'],
])("%j: %s", (change, message) => {
  expect(() => readConfiguration({ ...ENVIRONMENT, ...change })).toThrow(message);
});

describe("the URL of an issuer", () => {
  test.each([
    "https://issuer.example",
    "https://issuer.example/tenant/",
    "http://127.0.0.1:4566/idp",
    "http://[::1]:4566/idp",
    "http://localhost:4566",
  ])("%s", (issuer) => {
    expect(parseIssuer(issuer).href).toMatch(issuer);
  });

  test.each([
    "http://issuer.example",
    "http://127.0.0.1.issuer.example",
    "http://localhost.issuer.example",
    "http://127.0.0.2",
    "http://169.254.169.254",
    "http://0.0.0.0",
    "https://reader:secret@issuer.example",
    "https://issuer.example/?tenant=1",
    "https://issuer.example/#",
    "ftp://localhost",
    "file:///keys",
    "//issuer.example",
    "",
  ])("not %j", (issuer) => {
    // An empty fragment leaves no trace in the URL, and none in what is asked for.
    if (issuer.endsWith("#")) expect(discoveryUrl(parseIssuer(issuer)).href).not.toContain("#");
    else expect(() => parseIssuer(issuer)).toThrow(/allowed: an https URL/);
  });
});

test.each([
  ["https://issuer.example", "https://issuer.example/.well-known/openid-configuration"],
  ["https://issuer.example/", "https://issuer.example/.well-known/openid-configuration"],
  ["https://issuer.example/tenant", "https://issuer.example/tenant/.well-known/openid-configuration"],
  ["https://issuer.example/tenant/", "https://issuer.example/tenant/.well-known/openid-configuration"],
  ["http://127.0.0.1:4566/idp", "http://127.0.0.1:4566/idp/.well-known/openid-configuration"],
])("%s publishes at %s", (issuer, expected) => {
  expect(discoveryUrl(parseIssuer(issuer)).href).toBe(expected);
});

describe("the place of the keys", () => {
  const https = new URL("https://issuer.example");
  const loopback = new URL("http://127.0.0.1:4566/idp");

  test.each<[string, URL]>([
    ["https://issuer.example/keys", https],
    ["https://keys.example/v1?policy=one", https],
    ["http://127.0.0.1:4566/idp/keys", loopback],
    ["https://keys.example/", loopback],
  ])("%s of %s", (jwksUri, issuer) => {
    expect(parseJwksUri(jwksUri, issuer).href).toBe(jwksUri);
  });

  test.each<[unknown, URL]>([
    ["http://issuer.example/keys", https],
    ["http://127.0.0.1/keys", https],
    ["http://keys.example/", loopback],
    ["/keys", https],
    ["https://a:b@keys.example/", https],
    [undefined, https],
    [["https://keys.example/"], https],
  ])("not %j of %s", (jwksUri, issuer) => {
    expect(() => parseJwksUri(jwksUri, issuer)).toThrow(/^jwks_uri: came/);
  });
});
