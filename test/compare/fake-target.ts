import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { decodeJwt, jwtVerify, SignJWT } from "jose";
import { type Fake, type FakeAnswer, type Received, startFake } from "./fake.ts";

/** How a fake deployment is broken, if it is. */
export type Flaw = "none" | "open route" | "scope dropped" | "swapped secrets" | "hidden gateway response";

/** A small Cognito-like API and token endpoint of one stack, and the outputs file that describes them. */
export interface FakeTarget {
  readonly fake: Fake;
  readonly outputs: string;
  close(): Promise<void>;
}

const SCOPES: Readonly<Record<string, string>> = {
  reader: "com.test.test/test.read",
  writer: "com.test.test/test.read com.test.test/test.write",
};

/** Starts one; `flaw` decides which cells must be red. */
export async function startFakeTarget(flaw: Flaw = "none"): Promise<FakeTarget> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const directory = mkdtempSync(path.join(tmpdir(), "target-"));
  const tokens = new Map<string, string>();
  for (const [caller, scope] of Object.entries(SCOPES)) {
    const claims = { scope, client_id: `${caller}-client`, token_use: "access" };
    tokens.set(
      caller,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: "k" })
        .setExpirationTime("1h")
        .sign(privateKey),
    );
  }
  const verified = new Set(tokens.values());
  const fake = await startFake((request) =>
    request.target === "/oauth2/token" ? giveToken(request) : serve(request),
  );
  const secret = (caller: string): string => `${caller}-client-secret`;
  const other = (caller: string): string => (caller === "reader" ? "writer" : "reader");
  const values: Record<string, string> = {
    api_url: `${fake.url}/dev`,
    token_url: `${fake.url}/oauth2/token`,
    issuer: fake.url,
  };
  for (const caller of Object.keys(SCOPES)) {
    values[`${caller}_client_id`] = `${caller}-client`;
    values[`${caller}_client_secret`] = secret(flaw === "swapped secrets" ? other(caller) : caller);
  }
  const outputs = path.join(directory, "outputs.json");
  writeFileSync(outputs, JSON.stringify({ "cognito-scopes": values }));
  // The tokens that were given out are good by themselves; whatever else comes is verified.
  for (const token of verified) await jwtVerify(token, publicKey);
  return {
    fake,
    outputs,
    close: async () => {
      await fake.close();
      rmSync(directory, { recursive: true });
    },
  };

  function giveToken({ headers }: Received): FakeAnswer {
    const [id = "", given = ""] = Buffer.from(String(headers.authorization).slice(6), "base64")
      .toString()
      .split(":");
    const caller = id.replace(/-client$/, "");
    const token = tokens.get(caller);
    if (!token || given !== secret(caller)) return { status: 400, body: '{"error":"invalid_client"}' };
    return {
      status: 200,
      body: JSON.stringify({ access_token: token, expires_in: 3600, token_type: "Bearer" }),
    };
  }

  function serve({ verb, target, headers }: Received): FakeAnswer {
    const route = `${verb} ${target.replace(/^\/dev/, "").split("?")[0]}`;
    const scope = { "GET /tests": "test.read", "GET /whoami": "test.read", "POST /tests": "test.write" }[
      route
    ];
    if (!scope) return refuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    if (flaw === "open route" && route === "GET /tests") return success();
    const token = String(headers.authorization ?? "").replace(/^Bearer /, "");
    if (!verified.has(token)) return unauthorized();
    const claims = decodeJwt(token) as { scope: string; client_id: string };
    const required = `com.test.test/${flaw === "scope dropped" ? "test.read" : scope}`;
    if (!claims.scope.split(" ").includes(required)) return unauthorized();
    return success(route === "GET /whoami" ? claims.client_id : undefined);
  }

  function success(id?: string): FakeAnswer {
    const caller = id ? `,"caller":{"id":"${id}"}` : "";
    return { status: 200, body: `{"code":"00000","message":"success"${caller}}` };
  }

  function unauthorized(): FakeAnswer {
    if (flaw === "hidden gateway response") return { status: 401, body: '{"error":"no"}' };
    return refuse(401, "UnauthorizedException", "Unauthorized");
  }

  function refuse(status: number, errorType: string, message: string): FakeAnswer {
    return { status, headers: { "x-amzn-ErrorType": errorType }, body: JSON.stringify({ message }) };
  }
}
