import fc from "fast-check";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { NotHere } from "../../../compare/client/errors.ts";
import { editClaims, fill, forge } from "../../../compare/client/forge.ts";

const NOW = Date.UTC(2026, 10, 22);
let keys: JWK[];
let real: string;
let keySet: ReturnType<typeof createLocalJWKSet>;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  keys = [
    { kid: "other", kty: "RSA", d: "x" },
    { ...(await exportJWK(pair.privateKey)), kid: "key-1", alg: "RS256" },
  ];
  keySet = createLocalJWKSet({
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: "key-1", alg: "RS256" }],
  });
  real = await new SignJWT({ scope: "com.test.test/test.read", client_id: "c", token_use: "access" })
    .setProtectedHeader({ alg: "RS256", kid: "key-1" })
    .setIssuer("https://issuer.test")
    .setIssuedAt(NOW / 1000)
    .setExpirationTime(NOW / 1000 + 3600)
    .sign(pair.privateKey);
});

const verify = (token: string) => jwtVerify(token, keySet, { currentDate: new Date(NOW) });

describe("forge", () => {
  test("by the issuer's key it verifies, with the claims that were asked for", async () => {
    const token = await forge(
      real,
      { key: "issuer", claims: { aud: "{client}", scope: null }, times: { exp: 60 } },
      keys,
      NOW,
      "client-1",
    );
    const { payload } = await verify(token);
    expect(payload).toMatchObject({ aud: "client-1", iss: "https://issuer.test", exp: NOW / 1000 + 60 });
    expect(payload).not.toHaveProperty("scope");
  });

  test("by a stranger's key under the issuer's kid it does not", async () => {
    const token = await forge(real, { key: "stranger" }, [], NOW, "c");
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: "RS256", kid: "key-1" });
    await expect(verify(token)).rejects.toThrow("signature verification failed");
  });

  test("by nobody it has alg none and an empty signature", async () => {
    const token = await forge(real, { key: "nobody" }, [], NOW, "c");
    expect(JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString())).toMatchObject({
      alg: "none",
    });
    expect(token.split(".")[2]).toBe("");
    expect(decodeJwt(token)).toMatchObject({ scope: "com.test.test/test.read" });
  });

  test("an expired one fails for that reason alone", async () => {
    const token = await forge(real, { key: "issuer", times: { iat: -3660, exp: -60 } }, keys, NOW, "c");
    await expect(verify(token)).rejects.toThrow('"exp" claim timestamp check failed');
  });

  test.each([
    ["scope", "com.test.test/test.read", "com.test.test/test.readonly"],
    ["permissions", ["test.read", "test.write"], ["test.readonly"]],
    ["scp", "test.read test.write", "test.readonly"],
  ])("changes permissions in the shape that the issuer writes them: %s", async (name, before, after) => {
    const { payload } = await verify(real);
    const { scope: _, ...rest } = payload;
    const key = keys[1]!;
    const { importJWK } = await import("jose");
    const own = await new SignJWT({ ...rest, [name]: before })
      .setProtectedHeader({ alg: "RS256", kid: "key-1" })
      .sign(await importJWK(key, "RS256"));
    const made = await forge(own, { key: "issuer", permission: "{permission}only" }, keys, NOW, "c");
    expect(decodeJwt(made)[name]).toEqual(after);
  });

  test("without the issuer's key it says that this cannot be made here", async () => {
    await expect(forge(real, { key: "issuer" }, [], NOW, "c")).rejects.toThrow(NotHere);
    const others = [{ kid: "key-1", kty: "RSA" }];
    await expect(forge(real, { key: "issuer" }, others, NOW, "c")).rejects.toThrow("only a lab gives away");
  });
});

test("edited claims keep header and signature", async () => {
  const edited = editClaims(real, "{server}test.write");
  expect(decodeJwt(edited).scope).toBe("com.test.test/test.write");
  expect(edited.split(".")[0]).toBe(real.split(".")[0]);
  expect(edited.split(".")[2]).toBe(real.split(".")[2]);
  await expect(verify(edited)).rejects.toThrow("signature verification failed");
});

test.each([
  ["{permission}only", "com.test.test/test.readonly"],
  ["{shorter}", "com.test.test/test.rea"],
  ["{upper}", "COM.TEST.TEST/TEST.READ"],
  ["{name}", "test.read"],
  ["other.server/{name}", "other.server/test.read"],
  ["{server}test.write", "com.test.test/test.write"],
])("fill %s", (template, expected) => {
  expect(fill(template, "com.test.test/test.read")).toBe(expected);
});

test("a permission is its server and its name", () => {
  fc.assert(
    fc.property(
      fc.string(),
      (permission) => fill("{server}", permission) + fill("{name}", permission) === permission,
    ),
  );
});
