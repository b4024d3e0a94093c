import { hash } from "node:crypto";
import type { SignedRequest, SigV4Error } from "../../../lab/sigv4/types.ts";
import { verify } from "../../../lab/sigv4/verify.ts";
import { longTerm, optionsFor, session } from "../support/credentials.ts";
import { failure, header, presigned, withHeaders } from "../support/sign.ts";

const NOW = Date.UTC(2026, 2, 22, 12, 0, 0);
const temporary = session(NOW + 3_600_000);
const options = optionsFor(NOW, longTerm, temporary);
const with_ = { credential: longTerm, at: NOW };

const bare: SignedRequest = {
  method: "GET",
  path: "/dev/tests",
  query: "",
  headers: [["Host", "127.0.0.1:4566"]],
  body: Buffer.alloc(0),
};
const sha256 = (text: string) => hash("sha256", text, "base64");

describe("A.1 no usable Authorization header", () => {
  const FOUR =
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  const THREE = FOUR.slice(0, FOUR.indexOf("Authorization header requires existence"));
  const missing = (sentences: string, value: string) =>
    `${sentences}(Hashed with SHA-256 and encoded with Base64) Authorization=${sha256(value)}`;

  test.each<[string, readonly (readonly [string, string])[], SigV4Error["type"], string]>([
    ["[R] none", [], "MissingAuthenticationToken", "Missing Authentication Token"],
    ["[I] empty", [["Authorization", ""]], "MissingAuthenticationToken", "Missing Authentication Token"],
    [
      "[R] checked hash",
      [["Authorization", "x-api-key 1XVOAZHZ87fuDLuWzKAQmG_0RRGYO_eo8YhJHmugf68"]],
      "IncompleteSignature",
      "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'Qqm1lWKN0Dm4/4GF/mKO4XIJ4s5tpXme/lz40NVd3ZQ='.",
    ],
    [
      "[R] Bearer <jwt>",
      [["authorization", "Bearer aaa.bbb.ccc"]],
      "IncompleteSignature",
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${sha256("Bearer aaa.bbb.ccc")}'.`,
    ],
    [
      "[R] Basic without =",
      [["Authorization", "Basic YWFhOmJiYmJi"]],
      "IncompleteSignature",
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${sha256("Basic YWFhOmJiYmJi")}'.`,
    ],
    [
      "[R] Basic with =",
      [["Authorization", "Basic YTpi="]],
      "IncompleteSignature",
      missing(FOUR, "Basic YTpi="),
    ],
    [
      "[R] Basic with = and a date",
      [
        ["Authorization", "Basic YTpi="],
        ["Date", "Sun, 22 Mar 2026 12:00:00 GMT"],
      ],
      "IncompleteSignature",
      missing(THREE, "Basic YTpi="),
    ],
    ["[R] one word", [["Authorization", "abc"]], "IncompleteSignature", missing(FOUR, "abc")],
    [
      "[R] one word with =",
      [["Authorization", "x-api-key=abc"]],
      "IncompleteSignature",
      "Authorization header must begin with the algorithm name, which cannot include an equal-sign",
    ],
    [
      "[R] unknown algorithm with SigV4's fields and a date",
      [
        ["Authorization", "Xeni-API Credential=a/b/c/d, SignedHeaders=content-type;host, Signature=00"],
        ["X-Amz-Date", "20260322T120000Z"],
      ],
      "MissingAuthenticationToken",
      "Missing Authentication Token",
    ],
    [
      "[I] unknown algorithm with SigV4's fields and no date",
      [["Authorization", "Xeni-API Credential=a/b/c/d, SignedHeaders=content-type;host, Signature=00"]],
      "MissingAuthenticationToken",
      "Missing Authentication Token",
    ],
    [
      "[R elsewhere] a date missing",
      [["Authorization", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=00"]],
      "IncompleteSignature",
      missing(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
        "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=00",
      ),
    ],
    [
      "[R elsewhere] a Signature missing",
      [
        ["Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host"],
        ["X-Amz-Date", "20260322T120000Z"],
      ],
      "IncompleteSignature",
      missing(
        "Authorization header requires 'Signature' parameter. ",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host",
      ),
    ],
    [
      "[I] a field twice",
      [
        ["Authorization", "AWS4-HMAC-SHA256 Credential=a, Credential=b, SignedHeaders=host, Signature=0"],
        ["X-Amz-Date", "20260322T120000Z"],
      ],
      "IncompleteSignature",
      missing(
        "Authorization header requires 'Credential' parameter. ",
        "AWS4-HMAC-SHA256 Credential=a, Credential=b, SignedHeaders=host, Signature=0",
      ),
    ],
    [
      "[I] two Authorization headers",
      [
        ["Authorization", "AWS4-HMAC-SHA256 a=b"],
        ["Authorization", "Bearer x"],
      ],
      "IncompleteSignature",
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${sha256("AWS4-HMAC-SHA256 a=b,Bearer x")}'.`,
    ],
  ])("A.1 %s", (_, headers, type, message) => {
    const request = { ...bare, headers: [...bare.headers, ...headers] };
    expect(failure(verify(request, options))).toEqual({ type, message });
  });
});

describe("A.4 in the query", () => {
  test("[R] presigned, with a session's token", async () => {
    const request = await presigned({ query: { a: "1 +" } }, { credential: temporary, at: NOW });
    expect(header(request, "authorization")).toBe("");
    expect(verify(request, options)).toEqual({ ok: true, credential: temporary, form: "query" });
  });

  test.each(["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"])(
    "A.4 [I] without, with an empty and with two %s",
    async (name) => {
      const request = await presigned({}, with_);
      const pieces = request.query.split("&");
      const others = pieces.filter((piece) => !piece.startsWith(`${name}=`));
      const it = pieces.find((piece) => piece.startsWith(`${name}=`)) ?? "";
      for (const query of [others, [...others, `${name}=`], [...others, it, it]]) {
        expect(failure(verify({ ...request, query: query.join("&") }, options))).toEqual({
          type: "IncompleteSignature",
          message: `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
        });
      }
    },
  );

  test("[R on DynamoDB] nothing but the algorithm", () => {
    const names = ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];
    expect(failure(verify({ ...bare, query: "X-Amz-Algorithm=AWS4-HMAC-SHA256" }, options))).toEqual({
      type: "IncompleteSignature",
      message: `${names.map((name) => `AWS query-string parameters must include '${name}'. `).join("")}Re-examine the query-string parameters.`,
    });
  });

  test("[I] another algorithm", async () => {
    const request = await presigned({}, with_);
    const query = (to: string) => request.query.replace("AWS4-HMAC-SHA256", to);
    expect(failure(verify({ ...request, query: query("HS256") }, options)).type).toBe(
      "MissingAuthenticationToken",
    );
    expect(failure(verify({ ...request, query: query("AWS4-ECDSA-P256-SHA256") }, options)).message).toMatch(
      /^Unsupported AWS 'algorithm'/,
    );
  });

  test("[R on DynamoDB] a signature in the query and one in the header", async () => {
    const request = await presigned({}, with_);
    expect(failure(verify(withHeaders(request, { Authorization: "Bearer x" }), options))).toEqual({
      type: "InvalidSignature",
      message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    });
  });

  test.each<[string, number, number, RegExp | undefined]>([
    ["within X-Amz-Expires", 60, -60_000, undefined],
    [
      "after X-Amz-Expires",
      60,
      -61_000,
      / is now earlier than 20260322T115900Z \(20260322T120000Z - 60 sec\.\)$/,
    ],
    ["after five minutes, whatever X-Amz-Expires says", 3600, -301_000, / - 5 min\.\)$/],
    ["no expiry at all", 0, 0, /^X-Amz-Expires must be/],
  ])("A.4 [not found, stricter here] %s", async (_, expiresIn, offset, message) => {
    const request = await presigned({}, { ...with_, at: NOW + offset }, expiresIn);
    const result = verify(request, options);
    if (message === undefined) expect(result.ok).toBe(true);
    else
      expect(failure(result)).toEqual({ type: "InvalidSignature", message: expect.stringMatching(message) });
  });

  test("an x-amz-* header that the query does not sign", async () => {
    const request = withHeaders(await presigned({}, with_), { "X-Amz-Meta-A": "1" });
    expect(failure(verify(request, options)).message).toBe(
      "'x-amz-meta-a' must be a 'SignedHeader' in the AWS Authorization.",
    );
  });
});
