import {
  canonicalHeaders,
  canonicalQuery,
  canonicalRequest,
  canonicalUri,
  parseQuery,
} from "../../../lab/sigv4/canonical.ts";
import { onWire } from "../support/wire.ts";

describe("canonical URI", () => {
  test.each([
    ["", "/"],
    ["/", "/"],
    ["/dev/tests", "/dev/tests"],
    ["/dev/tests/", "/dev/tests/"],
    ["//dev///tests//", "/dev/tests/"],
    ["/dev/./tests", "/dev/tests"],
    ["/dev/../tests", "/tests"],
    ["/../..", "/"],
    ["/a/.", "/a"],
    ["/a/..", "/"],
    ["/a/b/../", "/a/"],
    ["/%2E%2E/a", "/%252E%252E/a"],
    ["/a%20b", "/a%2520b"],
    ["/a%2fb", "/a%252fb"],
    ["/%zz%", "/%25zz%25"],
    ["/a b", "/a%20b"],
    ["/-._~", "/-._~"],
    ["*", "/%2A"],
  ])("%j is %j", (path, canonical) => {
    expect(canonicalUri(path)).toBe(canonical);
  });

  // Measured on execute-api in July 2026 (aws/aws-sdk-net#4473) and read off its answers (aws/aws-sdk-net#3132).
  test.each([
    ["a raw + in the path is a plus", "/a+b", "/a%2Bb"],
    ["an encoded slash stays encoded", "/a%2Fb", "/a%252Fb"],
    ["a raw $ is encoded once", "/$default/%40connections/x%3D", "/%24default/%2540connections/x%253D"],
  ])("[R] %s", (_, path, canonical) => {
    expect(canonicalUri(path)).toBe(canonical);
  });

  test("UTF-8 as bytes of the wire and as text", () => {
    expect(canonicalUri(onWire("/ሴ/é"))).toBe("/%E1%88%B4/%C3%A9");
    expect(canonicalUri("/ሴ")).toBe("/%E1%88%B4");
    expect(canonicalUri("/š")).not.toBe(canonicalUri("/a"));
  });
});

describe("canonical query", () => {
  test.each([
    ["", ""],
    ["a", "a="],
    ["a=", "a="],
    ["b=2&a=1&a=0", "a=0&a=1&b=2"],
    ["b=1&B=1&a1=1&a-b=1&a=1", "B=1&a=1&a-b=1&a1=1&b=1"],
    ["&&a=1&", "a=1"],
    ["=1", "=1"],
    ["=", "="],
    ["a=b=c", "a=b%3Dc"],
    ["a=x%20y&b=x+y", "a=x%20y&b=x%20y"],
    ["a=%2B", "a=%2B"],
    ["a=%7e%2f%41", "a=~%2FA"],
    ["a=*!()'~", "a=%2A%21%28%29%27~"],
    ["a=%zz&b=%&c=%4", "a=%zz&b=%&c=%4"],
    ["b=1;a=2", "a=2&b=1"],
    ["a=%3B", "a=%3B"],
    ["a=%FF", "a=%FF"],
    ["p[page]=1&p%5Bpage%5D=0", "p%5Bpage%5D=0&p%5Bpage%5D=1"],
  ])("%j is %j", (query, canonical) => {
    expect(canonicalQuery(parseQuery(query))).toBe(canonical);
  });

  test("UTF-8", () => {
    expect(canonicalQuery(parseQuery(onWire("ሴ=é")))).toBe("%E1%88%B4=%C3%A9");
    expect(canonicalQuery(parseQuery("%e1%88%b4=%c3%a9"))).toBe("%E1%88%B4=%C3%A9");
  });
});

describe("canonical headers", () => {
  test.each([
    ["a", "a"],
    ["  a   b\t\tc ", "a b c"],
    [' "a   b" ', '"a b"'],
    ["", ""],
    [" \t ", ""],
    ["a,b", "a,b"],
  ])("%j is %j", (value, canonical) => {
    expect(canonicalHeaders([["X-A", value]]).get("x-a")).toBe(canonical);
  });

  test("repeated headers are joined in wire order, whatever their case", () => {
    const headers = canonicalHeaders([
      ["X-A", " 2"],
      ["x-b", ""],
      ["x-a", "1 "],
      ["X-a", ""],
    ]);
    expect([...headers]).toEqual([
      ["x-a", "2,1,"],
      ["x-b", ""],
    ]);
  });

  test("a byte of UTF-8 that looks like a blank stays", () => {
    expect(canonicalHeaders([["x-a", onWire("à")]]).get("x-a")).toBe(onWire("à"));
  });
});

test("a canonical request has its parts line by line", () => {
  const request = canonicalRequest({
    method: "GET",
    uri: "/",
    query: "a=1",
    headers: new Map([
      ["host", "h"],
      ["accept", "x"],
      ["x-a", ""],
    ]),
    signedHeaders: ["host", "x-a"],
    payloadHash: "00",
  });
  expect(request).toBe("GET\n/\na=1\nhost:h\nx-a:\n\nhost;x-a\n00");
});
