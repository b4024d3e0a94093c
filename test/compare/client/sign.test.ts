import aws4 from "aws4";
import fc from "fast-check";
import { headerOf } from "../../../compare/client/message.ts";
import { alterSignature, sign, split } from "../../../compare/client/sign.ts";

const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token/+==" };
const date = new Date("2026-11-22T12:00:00Z");
const wire = {
  origin: "http://127.0.0.1:4566",
  verb: "POST",
  target: "/execute-api/abc/dev/tests?b=2&a=x%20y",
  headers: [
    ["Host", "127.0.0.1:4566"],
    ["Content-Type", "application/json"],
  ] as const,
  body: '{"a":1}',
};

function byAws4(
  signed: typeof wire,
  headers: Record<string, string>,
  service = "execute-api",
): string | undefined {
  const request = aws4.sign(
    {
      host: "127.0.0.1:4566",
      method: signed.verb,
      path: signed.target,
      body: signed.body,
      service,
      region: "eu-west-1",
      headers,
    },
    credentials,
  );
  return (request.headers as Record<string, string>).Authorization;
}

describe("sign", () => {
  test("makes the signature that another signer makes", async () => {
    const signed = await sign(wire, { credentials, region: "eu-west-1", date });
    const { authorization, ...headers } = Object.fromEntries(
      signed.headers.map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(authorization).toBeDefined();
    // aws4 adds the length to what it signs unless told not to by a header list of its own.
    const theirs = byAws4(wire, { ...headers, "content-length": "7" });
    expect(theirs).toContain("Credential=ASIAEXAMPLE/20261122/eu-west-1/execute-api/aws4_request");
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/20261122\/eu-west-1\/execute-api\/aws4_request, /,
    );
    expect(signed.target).toBe(wire.target);
    expect(signed.body).toBe(wire.body);
    const withLength = { ...wire, headers: [...wire.headers, ["Content-Length", "7"] as const] };
    const ours = headerOf(
      await sign(withLength, { credentials, region: "eu-west-1", date }),
      "authorization",
    );
    expect(ours).toBe(theirs);
  });

  test("signs for the region, service and time that it is told", async () => {
    const signed = await sign(wire, { credentials, region: "eu-north-1", service: "s3", date });
    expect(headerOf(signed, "authorization")).toContain("/20261122/eu-north-1/s3/aws4_request");
    expect(headerOf(signed, "x-amz-date")).toBe("20261122T120000Z");
    expect(headerOf(signed, "x-amz-security-token")).toBe(credentials.sessionToken);
  });

  test("puts the signature into the query on demand, and nothing into the headers", async () => {
    const signed = await sign(
      { ...wire, verb: "GET", body: undefined },
      { credentials, region: "eu-west-1", date, presigned: true },
    );
    const query = new URLSearchParams(split(signed.target)[1]);
    expect(query.get("X-Amz-Signature")).toMatch(/^[0-9a-f]{64}$/);
    expect(query.get("X-Amz-Security-Token")).toBe(credentials.sessionToken);
    expect(query.get("a")).toBe("x y");
    expect(headerOf(signed, "authorization")).toBeUndefined();
  });
});

test("alterSignature changes the signature and nothing else", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), (signature) => {
      const header = `AWS4-HMAC-SHA256 Credential=a, Signature=${signature}`;
      const altered = alterSignature({
        ...wire,
        headers: [
          ["Host", "x0"],
          ["Authorization", header],
        ],
      });
      const after = headerOf(altered, "authorization")!;
      return after !== header && after.length === header.length && headerOf(altered, "host") === "x0";
    }),
  );
});
