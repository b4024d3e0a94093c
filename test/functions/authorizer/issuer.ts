import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An RSA key with its id, and what the issuer publishes of it. */
export interface TestKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function makeKey(kid: string, modulusLength = 2048): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" },
  };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWS by hand, so that it can be wrong in any way. Headers and claims that are `undefined` are left out. */
export function makeToken(
  header: Readonly<Record<string, unknown>>,
  payload: unknown,
  signature: (input: string) => Buffer,
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signature(input).toString("base64url")}`;
}

/** A signature with RSA and SHA-256. */
export const rs256 = (key: TestKey) => (input: string) => sign("sha256", Buffer.from(input), key.privateKey);

/** A token of the issuer, right in every way unless told otherwise. */
export function tokenOf(
  issuer: TestIssuer,
  key: TestKey,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): string {
  const seconds = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer.url,
    aud: "the-api",
    sub: "reader",
    iat: seconds,
    exp: seconds + 3600,
    ...claims,
  };
  return makeToken({ alg: "RS256", typ: "JWT", kid: key.kid, ...header }, payload, rs256(key));
}

type Answer = (response: ServerResponse) => void;

export const json =
  (document: unknown, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(document));

/** An OIDC issuer on a loopback port: discovery and a key set, each replaceable by any other answer. */
export class TestIssuer {
  /** The paths that were asked for. */
  readonly requests: string[] = [];
  keys: readonly unknown[] = [];
  discovery: Answer = (response) => json({ issuer: this.url, jwks_uri: `${this.url}/keys` })(response);
  keySet: Answer = (response) => json({ keys: this.keys })(response);
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(request.url as string);
      if (request.url === "/.well-known/openid-configuration") this.discovery(response);
      else if (request.url === "/keys") this.keySet(response);
      else response.writeHead(404).end();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often the key set was fetched. */
  get fetches(): number {
    return this.requests.filter((path) => path === "/keys").length;
  }

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
