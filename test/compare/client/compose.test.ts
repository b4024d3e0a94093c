import { decodeJwt } from "jose";
import { compose, type Desk } from "../../../compare/client/compose.ts";
import { NotHere } from "../../../compare/client/errors.ts";
import { Mask } from "../../../compare/client/mask.ts";
import { headerOf } from "../../../compare/client/message.ts";
import { TargetTime } from "../../../compare/client/time.ts";
import type { Wallet } from "../../../compare/client/wallet.ts";
import type { Method } from "../../../compare/method.ts";
import { bearer, READ, signed, WHOAMI, WRITE } from "../../../compare/scenarios/steps.ts";
import type { Access, Target } from "../../../compare/target/target.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const SESSION = { accessKeyId: "ASIAREADER", secretAccessKey: "secret-key", sessionToken: "session-token" };

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", kid: "k" })}.${part(claims)}.c2lnbmF0dXJl`;
}

const ROLE: Access = { kind: "role", region: "eu-west-1", roleArn: (caller) => `arn:${caller}` };
const TOKEN: Access = {
  kind: "token",
  tokenUrl: "http://t.test/token",
  issuer: "http://t.test",
  client: (caller) => ({ id: `${caller}-id`, secret: `${caller}-secret` }),
};

function target(method: Method, stack: string = method): Target {
  const apiUrl = `https://${stack}.test/${method}/dev`;
  return { method, stack, apiUrl, loopback: false, access: method === "iam" ? ROLE : TOKEN };
}

const ALL = [
  target("iam"),
  target("cognito-scopes"),
  target("custom-authorizer"),
  target("iam", "comparison"),
  target("cognito-scopes", "comparison"),
];

/** Hands out a token that names its stack, so that a foreign one can be told from the own. */
const wallet = {
  session: async () => SESSION,
  token: async (of: Target, _: unknown, caller: string) =>
    jwt({ of: `${of.stack}/${of.method}/${caller}`, scope: "s/test.read" }),
} as unknown as Wallet;

function desk(own: Target, targets: readonly Target[] = ALL): Desk {
  return { target: own, targets, wallet, time: new TargetTime(() => NOW), mask: new Mask(), keys: () => [] };
}

const IAM = desk(ALL[0]!);
const COGNITO = desk(ALL[1]!);
const tokenOf = (wire: { headers: readonly (readonly [string, string])[] }) =>
  decodeJwt(headerOf(wire, "authorization")!.slice("Bearer ".length));

describe("compose", () => {
  test("puts stage, path and query together as they are written", async () => {
    const wire = await compose(
      COGNITO,
      { verb: "GET", path: "//a/../b%2F", query: "x=%20" },
      { kind: "none" },
    );
    expect(wire).toMatchObject({
      origin: "https://cognito-scopes.test",
      target: "/cognito-scopes/dev//a/../b%2F?x=%20",
    });
    expect(wire.headers).toEqual([["Host", "cognito-scopes.test"]]);
  });

  test("a body has a type", async () => {
    const wire = await compose(COGNITO, WRITE, { kind: "literal", authorization: "x" });
    expect(headerOf(wire, "content-type")).toBe("application/json");
    expect(headerOf(wire, "authorization")).toBe("x");
  });

  test("dates a literal header on demand", async () => {
    const wire = await compose(COGNITO, READ, { kind: "literal", authorization: "x", dated: true });
    expect(headerOf(wire, "x-amz-date")).toBe("20261122T120000Z");
  });

  test("signs for the API's region with the caller's session, now", async () => {
    const wire = await compose(IAM, READ, signed("reader"));
    expect(headerOf(wire, "authorization")).toContain(
      "Credential=ASIAREADER/20261122/eu-west-1/execute-api/aws4_request",
    );
    expect(headerOf(wire, "x-amz-date")).toBe("20261122T120000Z");
  });

  test.each([
    ["an age", signed("reader", { age: 360 }), "x-amz-date", /^20261122T115400Z$/],
    ["a future date", signed("reader", { age: -360 }), "x-amz-date", /^20261122T120600Z$/],
    ["another region", signed("reader", { region: "eu-north-1" }), "authorization", /\/eu-north-1\//],
    [
      "another region than the API's own",
      signed("reader", { region: "eu-west-1" }),
      "authorization",
      /\/us-west-2\//,
    ],
    ["another service", signed("reader", { service: "s3" }), "authorization", /\/s3\//],
    [
      "an unknown access key",
      signed("reader", { wrong: "access key" }),
      "authorization",
      /Credential=ASIAQ{16}\//,
    ],
    [
      "an unknown session token",
      signed("reader", { wrong: "session token" }),
      "x-amz-security-token",
      /EXAMPLE$/,
    ],
  ])("signs with %s", async (_, credential, name, expected) => {
    expect(headerOf(await compose(IAM, READ, credential), name)).toMatch(expected);
  });

  test.each([["secret key"], ["signature"]] as const)(
    "a wrong %s changes the signature alone",
    async (wrong) => {
      const [right, other] = await Promise.all([
        compose(IAM, READ, signed("reader")),
        compose(IAM, READ, signed("reader", { wrong })),
      ]);
      const cut = (wire: typeof right) => headerOf(wire, "authorization")!.split("Signature=");
      expect(cut(other)[0]).toBe(cut(right)[0]);
      expect(cut(other)[1]).not.toBe(cut(right)[1]);
    },
  );

  test("sends another request than was signed, with the signature of the signed one", async () => {
    const [honest, tampered] = await Promise.all([
      compose(IAM, READ, signed("reader")),
      compose(IAM, WHOAMI, signed("reader", { signed: READ })),
    ]);
    expect(tampered.target).toBe("/iam/dev/whoami");
    expect(tampered.headers).toEqual(honest.headers);
  });

  test("carries the caller's token, in the header or in the query", async () => {
    const wire = await compose(COGNITO, READ, bearer("writer"));
    expect(tokenOf(wire).of).toBe("cognito-scopes/cognito-scopes/writer");
    const inQuery = await compose(COGNITO, READ, bearer("writer", { inQuery: true }));
    expect(inQuery.target).toMatch(/\/tests\?access_token=ey/);
    expect(headerOf(inQuery, "authorization")).toBeUndefined();
  });

  test("a changed token is masked like a real one", async () => {
    const wire = await compose(COGNITO, READ, bearer("reader", { edited: "{server}test.write" }));
    expect(tokenOf(wire).scope).toBe("s/test.write");
    expect(COGNITO.mask.text(headerOf(wire, "authorization")!)).toBe("Bearer <reader token, changed>");
  });

  test("a foreign credential is of the same stack where there is one", async () => {
    const inComparison = desk(ALL[4]!);
    const byIam = await compose(inComparison, READ, { kind: "foreign", of: "iam", caller: "reader" });
    expect(headerOf(byIam, "authorization")).toMatch(/^AWS4-HMAC-SHA256 /);
    expect(byIam.origin).toBe("https://comparison.test");
    const custom = await compose(inComparison, READ, {
      kind: "foreign",
      of: "custom-authorizer",
      caller: "reader",
    });
    expect(tokenOf(custom).of).toBe("custom-authorizer/custom-authorizer/reader");
  });

  test("a credential of another stack is of the same method", async () => {
    const wire = await compose(COGNITO, READ, { kind: "foreign", of: "other stack", caller: "reader" });
    expect(tokenOf(wire).of).toBe("comparison/cognito-scopes/reader");
  });

  test.each([["other stack"], ["iam"]] as const)("says that there is no %s", async (of) => {
    const alone = desk(ALL[1]!, [ALL[1]!]);
    await expect(compose(alone, READ, { kind: "foreign", of, caller: "reader" })).rejects.toThrow(NotHere);
  });

  test("says that an opaque token cannot be changed", async () => {
    const opaque = { ...COGNITO, wallet: { token: async () => "opaque" } as unknown as Wallet };
    await expect(compose(opaque, READ, bearer("reader", { forgery: { key: "nobody" } }))).rejects.toThrow(
      "opaque",
    );
    await expect(compose(opaque, READ, bearer("reader"))).resolves.toBeDefined();
  });
});
