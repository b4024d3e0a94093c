import { verify } from "../../../lab/sigv4/verify.ts";
import { ACCESS_KEY_ID, longTerm } from "../support/credentials.ts";

/**
 * AWS's published Signature Version 4 test suite: AKIDEXAMPLE, 30 August 2015, us-east-1, service "service".
 * Requests and signatures; the canonical forms in between are ours to get right.
 */
const host = ["Host", "example.amazonaws.com"] as const;
const date = ["X-Amz-Date", "20150830T123600Z"] as const;
const VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

interface Vector {
  readonly name: string;
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly signedHeaders?: string;
  readonly signature: string;
}

const vectors: readonly Vector[] = [
  { name: "get-vanilla", target: "/", signature: VANILLA },
  { name: "get-relative", target: "/example/..", signature: VANILLA },
  { name: "get-relative-relative", target: "/example1/example2/../..", signature: VANILLA },
  { name: "get-slash", target: "//", signature: VANILLA },
  { name: "get-slash-dot-slash", target: "/./", signature: VANILLA },
  {
    name: "get-slash-pointless-dot",
    target: "/./example",
    signature: "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
  },
  {
    name: "get-slashes",
    target: "//example//",
    signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
  },
  {
    name: "get-space",
    target: "/example space/",
    signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
  },
  {
    name: "get-unreserved",
    target: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
  },
  {
    name: "get-utf8",
    target: "/ሴ",
    signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
  },
  {
    name: "get-vanilla-empty-query-key",
    target: "/?Param1=value1",
    signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
  },
  {
    name: "get-vanilla-query-order-key-case",
    target: "/?Param2=value2&Param1=value1",
    signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
  {
    name: "get-vanilla-utf8-query",
    target: "/?ሴ=bar",
    signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
  },
  {
    name: "get-header-key-duplicate",
    target: "/",
    headers: [
      ["My-Header1", "value2"],
      ["My-Header1", "value2"],
      ["My-Header1", "value1"],
    ],
    signedHeaders: "host;my-header1;x-amz-date",
    signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
  },
  {
    name: "get-header-value-order",
    target: "/",
    headers: [
      ["My-Header1", "value4"],
      ["My-Header1", "value1"],
      ["My-Header1", "value3"],
      ["My-Header1", "value2"],
    ],
    signedHeaders: "host;my-header1;x-amz-date",
    signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
  },
  {
    name: "get-header-value-trim",
    target: "/",
    headers: [
      ["My-Header1", " value1"],
      ["My-Header2", ' "a   b   c"'],
    ],
    signedHeaders: "host;my-header1;my-header2;x-amz-date",
    signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  },
  {
    name: "post-vanilla",
    method: "POST",
    target: "/",
    signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  },
  {
    name: "post-x-www-form-urlencoded",
    method: "POST",
    target: "/",
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: "Param1=value1",
    signedHeaders: "content-type;host;x-amz-date",
    signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  },
];

test.each(vectors)(
  "$name",
  ({ method = "GET", target, headers = [], body = "", signedHeaders, signature }) => {
    const [path = "", query = ""] = target.split("?");
    const authorization = `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY_ID}/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders ?? "host;x-amz-date"}, Signature=${signature}`;
    const verification = verify(
      {
        method,
        path,
        query,
        headers: [host, date, ...headers, ["Authorization", authorization]],
        body: Buffer.from(body),
      },
      {
        region: "us-east-1",
        service: "service",
        now: Date.UTC(2015, 7, 30, 12, 36),
        lookup: (accessKeyId) => (accessKeyId === ACCESS_KEY_ID ? longTerm : undefined),
      },
    );
    expect(verification).toEqual({ ok: true, credential: longTerm, form: "header" });
  },
);
