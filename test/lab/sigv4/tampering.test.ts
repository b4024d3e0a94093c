import fc from "fast-check";
import { parseQuery } from "../../../lab/gateway/query.ts";
import type { SignedRequest } from "../../../lab/sigv4/types.ts";
import { verify } from "../../../lab/sigv4/verify.ts";
import { longTerm, optionsFor, session } from "../support/credentials.ts";
import { header, presigned, signed, withHeaders } from "../support/sign.ts";

const NOW = Date.UTC(2026, 2, 22, 12, 0, 0);
const temporary = session(NOW + 3_600_000);
const options = optionsFor(NOW, longTerm, temporary);
const wanted = {
  method: "POST",
  path: "/dev/items/a%20b%2Fc/",
  query: { a: ["1", "0"], name: "x y", flag: "", text: "50%25;é+&=" },
  headers: { "content-type": "application/json", "x-custom": "a  b" },
  body: '{"amount":1}',
};

/** Another character of the same kind in one place, so that the text stays well-formed. */
function changed(text: string, at: number): string {
  const index = at % text.length;
  const other = text[index] === "1" ? "2" : "1";
  return `${text.slice(0, index)}${other}${text.slice(index + 1)}`;
}

/** What a backend makes of a request: the same for two requests, they may have the same signature. */
function meaning({ method, path, query, body }: SignedRequest): unknown {
  return [
    method,
    new URL(path.replaceAll(/\/{2,}/g, "/"), "http://host").pathname,
    Object.entries(parseQuery(query).all ?? {})
      .map(([name, values]) => [name, [...values].sort()].join())
      .sort(),
    body.toString("hex"),
  ];
}

type Change = readonly [string, (request: SignedRequest) => SignedRequest];

const anywhere: readonly Change[] = [
  ["method", (request) => ({ ...request, method: "PUT" })],
  ["method's case", (request) => ({ ...request, method: "post" })],
  ["longer path", (request) => ({ ...request, path: `${request.path}x` })],
  ["another segment", (request) => ({ ...request, path: `/prod${request.path.slice(4)}` })],
  ["no trailing slash", (request) => ({ ...request, path: request.path.slice(0, -1) })],
  ["decoded slash", (request) => ({ ...request, path: request.path.replace("%2F", "/") })],
  ["decoded blank", (request) => ({ ...request, path: request.path.replace("%20", " ") })],
  ["lower-case escape in the path", (request) => ({ ...request, path: request.path.replace("%2F", "%2f") })],
  ["one more parameter", (request) => ({ ...request, query: `${request.query}&b=1` })],
  ["one more empty name", (request) => ({ ...request, query: `${request.query}&=1` })],
  ["one parameter twice", (request) => ({ ...request, query: `${request.query}&flag=` })],
  ["one parameter less", (request) => ({ ...request, query: request.query.replace("a=1&", "") })],
  ["another value", (request) => ({ ...request, query: request.query.replace("a=1", "a=2") })],
  ["another name", (request) => ({ ...request, query: request.query.replace("a=1", "A=1") })],
  ["an escaped ; made bare", (request) => ({ ...request, query: request.query.replace("%3B", ";") })],
  ["an escaped & made bare", (request) => ({ ...request, query: request.query.replace("%26", "&") })],
  ["an escaped + made bare", (request) => ({ ...request, query: request.query.replace("%2B", "+") })],
  ["an escaped % made bare", (request) => ({ ...request, query: request.query.replace("%2525", "%25") })],
  ["no query", (request) => ({ ...request, query: "" })],
  ["signed header changed", (request) => withHeaders(request, { "x-custom": "a b c" })],
  ["signed header gone", (request) => withHeaders(request, { "x-custom": undefined })],
  [
    "signed header twice",
    (request) => ({ ...request, headers: [...request.headers, ["X-Custom", "evil"] as const] }),
  ],
  ["host changed", (request) => withHeaders(request, { host: "evil.example.com" })],
  ["body changed", (request) => ({ ...request, body: Buffer.from('{"amount":2}') })],
  ["body longer", (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from(" ")]) })],
  ["body gone", (request) => ({ ...request, body: Buffer.alloc(0) })],
  ["x-amz-* header added", (request) => withHeaders(request, { "x-amz-extra": "1" })],
  ["the verb overridden", (request) => withHeaders(request, { "X-HTTP-Method-Override": "DELETE" })],
];

const authorization = (change: (text: string) => string) => (request: SignedRequest) =>
  withHeaders(request, { authorization: change(header(request, "authorization")) });

const inHeader: readonly Change[] = [
  ["scope's date", authorization((text) => text.replace("/20260322/", "/20260321/"))],
  ["scope's region", authorization((text) => text.replace("/ap-northeast-2/", "/us-east-1/"))],
  ["scope's service", authorization((text) => text.replace("/execute-api/", "/sts/"))],
  ["scope's end", authorization((text) => text.replace("aws4_request", "aws4_requesT"))],
  ["another key", authorization((text) => text.replace(temporary.accessKeyId, longTerm.accessKeyId))],
  ["signature's digit", authorization((text) => changed(text, text.length - 1))],
  ["signature shorter", authorization((text) => text.slice(0, -1))],
  ["signature longer", authorization((text) => `${text}0`)],
  [
    "signature in capitals",
    authorization((text) =>
      text.replace(/Signature=.*/, (signature) => `Signature=${signature.slice(10).toUpperCase()}`),
    ),
  ],
  ["no signature", authorization((text) => text.replace(/Signature=.*/, "Signature="))],
  [
    "fewer signed headers",
    authorization((text) => text.replace("x-custom", "").replace(";;", ";").replace(";,", ",")),
  ],
  ["more signed headers", authorization((text) => text.replace("SignedHeaders=", "SignedHeaders=accept;"))],
  ["date within the skew", (request) => withHeaders(request, { "x-amz-date": "20260322T120001Z" })],
  ["date gone", (request) => withHeaders(request, { "x-amz-date": undefined })],
  ["token changed", (request) => withHeaders(request, { "x-amz-security-token": "IQoJ" })],
  ["token gone", (request) => withHeaders(request, { "x-amz-security-token": undefined })],
  ["hash of the body changed", (request) => withHeaders(request, { "x-amz-content-sha256": "0".repeat(64) })],
];

const parameter = (name: string, value: string | undefined) => (request: SignedRequest) => ({
  ...request,
  query: request.query
    .split("&")
    .flatMap((piece) =>
      piece.startsWith(`${name}=`) ? (value === undefined ? [] : [`${name}=${value}`]) : [piece],
    )
    .join("&"),
});

const inQuery: readonly Change[] = [
  ["date within the skew", parameter("X-Amz-Date", "20260322T120001Z")],
  ["longer life", parameter("X-Amz-Expires", "301")],
  ["no end of life", parameter("X-Amz-Expires", undefined)],
  ["token changed", parameter("X-Amz-Security-Token", "IQoJ")],
  ["token gone", parameter("X-Amz-Security-Token", undefined)],
  ["fewer signed headers", parameter("X-Amz-SignedHeaders", "host")],
  ["signature", parameter("X-Amz-Signature", "0".repeat(64))],
  [
    "scope",
    parameter("X-Amz-Credential", `${temporary.accessKeyId}/20260322/us-east-1/execute-api/aws4_request`),
  ],
];

describe("what is changed after signing does not verify", () => {
  test.each([...anywhere, ...inHeader])("header form: %s", async (_, change) => {
    const request = await signed(wanted, { credential: temporary, at: NOW });
    expect(verify(request, options).ok).toBe(true);
    expect(verify(change(request), options).ok).toBe(false);
  });

  test.each([...anywhere, ...inQuery])("query form: %s", async (_, change) => {
    const request = await presigned(wanted, { credential: temporary, at: NOW });
    expect(verify(request, options).ok).toBe(true);
    expect(verify(change(request), options).ok).toBe(false);
  });

  test("any other character anywhere, unless the request means the same", async () => {
    const forms = [
      await signed(wanted, { credential: temporary, at: NOW }),
      await presigned(wanted, { credential: temporary, at: NOW }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...forms),
        fc.constantFrom<"path" | "query" | "body">("path", "query", "body"),
        fc.nat(),
        fc.integer({ min: 0x21, max: 0xff }).filter((code) => code !== 0x23 && code !== 0x3f),
        fc.constantFrom("replace", "insert", "remove"),
        (request, part, at, code, how) => {
          const text = request[part].toString("latin1");
          const index = at % (text.length + (how === "insert" ? 1 : 0));
          const character = how === "remove" ? "" : String.fromCharCode(code);
          const tampered = `${text.slice(0, index)}${character}${text.slice(how === "insert" ? index : index + 1)}`;
          const other = { ...request, [part]: part === "body" ? Buffer.from(tampered, "latin1") : tampered };
          if (verify(other, options).ok) expect(meaning(other)).toEqual(meaning(request));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("any other byte of the signature, the key id or the token", async () => {
    const request = await signed(wanted, { credential: temporary, at: NOW });
    fc.assert(
      fc.property(
        fc.constantFrom(
          "authorization",
          "x-amz-security-token",
          "x-amz-date",
          "x-amz-content-sha256",
          "host",
        ),
        fc.nat(),
        (name, at) => {
          const tampered = withHeaders(request, { [name]: changed(header(request, name), at) });
          expect(verify(tampered, options).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test("nothing that comes makes it throw, and nothing that was not signed verifies", () => {
  const junk = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.stringMatching(/^[ -ÿ]{0,30}$/),
    fc.constantFrom(
      "%",
      "%zz",
      "%c3%28",
      "\ud800",
      "__proto__",
      "constructor",
      "//",
      "..",
      "a=b",
      "=",
      "&&",
      ";",
    ),
  );
  const field = fc.tuple(
    fc.constantFrom("Credential=", "SignedHeaders=", "Signature=", "X-Amz-Date=", ""),
    fc.oneof(
      junk,
      fc.constantFrom("AKIDEXAMPLE/20260322/ap-northeast-2/execute-api/aws4_request", "host;x-amz-date"),
    ),
  );
  const header_ = fc.tuple(
    fc.oneof(fc.constantFrom("Authorization", "X-Amz-Date", "Date", "X-Amz-Security-Token", "Host"), junk),
    fc.oneof(
      junk,
      fc.constantFrom("20260322T120000Z"),
      fc
        .array(field, { maxLength: 4 })
        .map((all) => `AWS4-HMAC-SHA256 ${all.map((one) => one.join("")).join(", ")}`),
    ),
  );
  const names = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "X-Amz-Credential=",
    "X-Amz-SignedHeaders=host",
    "X-Amz-Signature=",
  ];
  const query = fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...names, "X-Amz-Date=20260322T120000Z"), junk), junk), {
      maxLength: 6,
    })
    .map((all) => all.map((one) => one.join("")).join("&"));
  fc.assert(
    fc.property(junk, junk, query, fc.array(header_, { maxLength: 6 }), (method, path, query_, headers) => {
      const result = verify({ method, path, query: query_, headers, body: Buffer.alloc(0) }, options);
      expect(result.ok).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test("hostile sizes take no time: a megabyte of blanks, parameters, headers and segments", () => {
  const many = 100_000;
  const start = performance.now();
  for (const request of [
    { query: "a&".repeat(many) },
    { path: "/..".repeat(many) },
    { query: `X-Amz-Algorithm=${"%".repeat(many)}` },
    { headers: [["Authorization", `AWS4-HMAC-SHA256 ${" ".repeat(many)}x${" ".repeat(many)}y`] as const] },
    { headers: [["Authorization", `AWS4-HMAC-SHA256 ${"a=,".repeat(many)}`] as const] },
    { headers: Array.from({ length: many }, () => ["X-A", "  \t ".repeat(5)] as const) },
    {
      headers: [
        [
          "Authorization",
          `AWS4-HMAC-SHA256 Credential=${"/".repeat(many)}, Signature=0, SignedHeaders=${"a;".repeat(many)}`,
        ] as const,
        ["Date", "20260322T120000Z"] as const,
      ],
    },
  ]) {
    const whole = { method: "GET", path: "/", query: "", headers: [], body: Buffer.alloc(0), ...request };
    expect(verify(whole, options).ok).toBe(false);
  }
  expect(performance.now() - start).toBeLessThan(10_000);
}, 30_000);
