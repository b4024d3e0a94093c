import { createHmac, createPublicKey, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { type Answer, seen, UNAUTHORIZED } from "../support/call.ts";
import { assumeRole, callSigned } from "../support/caller.ts";
import { goodBearer, goodClaims, issuerKey, TOKEN_METHODS } from "../support/good-token.ts";
import { handMadeToken, type PrivateKey } from "../support/hand-made-token.ts";
import { faults, synthesizedStacks, TestLab } from "../support/test-lab.ts";

let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks());
});
afterAll(() => lab.close());
// Whatever came: the lab has no fault of its own, and answers as before.
afterEach(async () => {
  expect(faults(lab)).toEqual([]);
  expect((await get("cognito-scopes", "/tests", goodBearer(lab, "cognito-scopes"))).status).toBe(200);
});

const get = (stack: string, target: string, authorization?: string | readonly string[]): Promise<Answer> =>
  lab.call(stack, target, authorization === undefined ? {} : { headers: { authorization } });

describe("JWTs with hostile headers", () => {
  let asked: string[];
  let server: Server;
  beforeAll(async () => {
    asked = [];
    server = createServer(({ url }, response) => {
      asked.push(url ?? "");
      response.end();
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
  });
  afterAll(() => server.close());

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "jwk",
  }) as unknown as PrivateKey;
  const hmac = (header: object, claims: object, secret: string | Buffer) => {
    const text = `${part(header)}.${part(claims)}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };
  const publicKey = (key: PrivateKey) => createPublicKey({ key: { ...key }, format: "jwk" });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;

  type Claims = Readonly<Record<string, unknown>>;
  const TOKENS_OF: readonly (readonly [string, (key: PrivateKey, claims: Claims) => string])[] = [
    ["alg none, no signature", (key, claims) => `${part({ alg: "none", kid: key.kid })}.${part(claims)}.`],
    [
      "alg none, some signature",
      (key, claims) => `${part({ alg: "none", kid: key.kid })}.${part(claims)}.AAAA`,
    ],
    ["alg NONE", (key, claims) => `${part({ alg: "NONE", kid: key.kid })}.${part(claims)}.AAAA`],
    ["no alg", (key, claims) => handMadeToken(key, claims, { kid: key.kid })],
    ["a list of algs", (key, claims) => handMadeToken(key, claims, { alg: ["RS256"], kid: key.kid })],
    [
      "HS256 with the public key as PEM",
      (key, claims) =>
        hmac({ alg: "HS256", kid: key.kid }, claims, publicKey(key).export({ type: "spki", format: "pem" })),
    ],
    [
      "HS256 with the public key as DER",
      (key, claims) =>
        hmac({ alg: "HS256", kid: key.kid }, claims, publicKey(key).export({ type: "spki", format: "der" })),
    ],
    ["HS256 with the modulus", (key, claims) => hmac({ alg: "HS256", kid: key.kid }, claims, String(key.n))],
    ["HS256 with nothing", (key, claims) => hmac({ alg: "HS256", kid: key.kid }, claims, "")],
    [
      "a key of its own, with the issuer's kid",
      (key, claims) => handMadeToken({ ...own, kid: key.kid }, claims),
    ],
    [
      "a key of its own, in jwk",
      (key, claims) => {
        const { n, e } = own;
        const jwk = { kty: "RSA", n, e, kid: key.kid, alg: "RS256", use: "sig" };
        return handMadeToken({ ...own, kid: "" }, claims, { alg: "RS256", kid: key.kid, jwk });
      },
    ],
    ...["jku", "x5u"].map(
      (name) =>
        [
          `a key of its own, at a ${name}`,
          (key: PrivateKey, claims: Claims) =>
            handMadeToken({ ...own, kid: "" }, claims, { alg: "RS256", kid: key.kid, [name]: url() }),
        ] as const,
    ),
    ...[
      "../../../../../../dev/null",
      "/etc/passwd",
      "",
      "*",
      "' or 1=1 --",
      "__proto__",
      "constructor",
      "0",
    ].map(
      (kid) =>
        [
          `kid ${JSON.stringify(kid)}`,
          (key: PrivateKey, claims: Claims) => handMadeToken(key, claims, { alg: "RS256", kid }),
        ] as const,
    ),
    ["no kid", (key, claims) => handMadeToken(key, claims, { alg: "RS256" })],
    ["kid in a list", (key, claims) => handMadeToken(key, claims, { alg: "RS256", kid: [key.kid] })],
    ["crit", (key, claims) => handMadeToken(key, claims, { alg: "RS256", kid: key.kid, crit: ["x"], x: 1 })],
    ["the signature of nothing", (key, claims) => `${part({ alg: "RS256", kid: key.kid })}.${part(claims)}.`],
    ["four parts", (key, claims) => `${handMadeToken(key, claims)}.AAAA`],
    ["padding", (key, claims) => `${handMadeToken(key, claims)}==`],
    ["claims that are a list", (key) => handMadeToken(key, ["x"] as never)],
    [
      "claims that are no JSON",
      (key) => `${part({ alg: "RS256", kid: key.kid })}.${Buffer.from("{").toString("base64url")}.AA`,
    ],
  ];

  test.each(
    TOKEN_METHODS.flatMap((method) => TOKENS_OF.map(([what, make]) => [method, what, make] as const)),
  )("%s: %s → 401", async (method, _, make) => {
    const token = make(issuerKey(lab, method), goodClaims(lab, method));
    expect(seen(await get(method, "/tests", `Bearer ${token}`))).toEqual(UNAUTHORIZED);
  });

  test("no URL out of a token was asked for", () => {
    expect(asked).toEqual([]);
  });

  test.each(TOKEN_METHODS)("%s: no token with one character changed is good", async (method) => {
    const bearer = goodBearer(lab, method);
    const positions = fc.integer({ min: "Bearer ".length, max: bearer.length - 1 });
    await fc.assert(
      fc.asyncProperty(positions, fc.constantFrom("A", "Q", "_", ".", "=", "9"), async (at, character) => {
        fc.pre(bearer[at] !== character);
        const changed = bearer.slice(0, at) + character + bearer.slice(at + 1);
        expect((await get(method, "/tests", changed)).status).toBe(401);
      }),
      { numRuns: 60 },
    );
  });
});

describe("Authorization twice", () => {
  test.each(TOKEN_METHODS)("%s: a good and a bad one, in either order → 401", async (method) => {
    const [one, other] = [goodBearer(lab, method), "Bearer x.y.z"];
    for (const headers of [
      [one, other],
      [other, one],
      [one, one],
    ]) {
      expect(seen(await get(method, "/tests", headers))).toEqual(UNAUTHORIZED);
    }
  });

  test("iam: a good signature beside something else → 403", async () => {
    const key = await assumeRole(lab.lab.environment, lab.output("iam", "reader_role_arn"), Date.now());
    const url = `${lab.output("iam", "api_url")}/tests`;
    const as = { region: "ap-northeast-2", at: Date.now() };
    expect((await callSigned(url, key, as)).status).toBe(200);
    const answer = await callSigned(url, key, { ...as, unsigned: { Authorization: "Bearer x" } });
    expect([answer.status, answer.errorType]).toEqual([403, "IncompleteSignatureException"]);
  });
});

describe("gigantic tokens", () => {
  test.each(TOKEN_METHODS)("%s", async (method) => {
    const claims = { ...goodClaims(lab, method), filler: "x".repeat(12_000) };
    const statuses = await Promise.all(
      [
        `Bearer ${handMadeToken(issuerKey(lab, method), claims)}`,
        `Bearer ${"a".repeat(10_000)}`,
        `Bearer ${".".repeat(10_000)}`,
        `Bearer ${"a.".repeat(5_000)}a`,
        `Bearer ${" ".repeat(10_000)}`,
        `Bearer ${"a".repeat(60_000)}`,
        `Bearer ${"a".repeat(200_000)}`,
      ].map(async (authorization) => (await get(method, "/tests", authorization)).status),
    );
    expect(statuses).toEqual([431, 401, 401, 401, 401, 431, 431]);
  });
});
