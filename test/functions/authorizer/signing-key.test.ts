import { generateKeyPairSync } from "node:crypto";
import { readKeySet } from "../../../functions/authorizer/signing-key.ts";
import { makeKey } from "./issuer.ts";

const { jwk } = makeKey("rsa");
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
const ed = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });

const kids = (keys: unknown[], allowed: Parameters<typeof readKeySet>[1]) =>
  readKeySet({ keys }, allowed).map(({ kid, algorithms }) => [kid, ...algorithms]);

test.each<[string, object, string[][]]>([
  ["as published", {}, [["rsa", "RS256"]]],
  ["without an algorithm: every allowed one of its type", { alg: undefined }, [["rsa", "RS256", "RS512"]]],
  ["without a use", { use: undefined }, [["rsa", "RS256"]]],
  ["for encryption", { use: "enc" }, []],
  ["for another algorithm", { alg: "RS384" }, []],
  ["for no known algorithm", { alg: "HS256" }, []],
  ["without an id", { kid: undefined }, []],
  ["with an id that is no string", { kid: 7 }, []],
  ["a shared secret", { kty: "oct", k: "c2VjcmV0" }, []],
  ["an unknown type", { kty: "AKP" }, []],
  ["without a modulus", { n: undefined }, []],
  ["RSA under 2048 bits (RFC 7518 3.3)", makeKey("rsa", 1024).jwk, []],
])("a key %s", (_, change, expected) => {
  const other = { ...ec, kid: "other" };
  expect(kids([{ ...jwk, ...change }, other], ["RS256", "RS512", "ES256"])).toEqual([
    ...expected,
    ["other", "ES256"],
  ]);
});

test("an algorithm goes with the type of key and the curve", () => {
  const keys = [
    { ...ec, kid: "p256" },
    { ...ed, kid: "ed" },
    { ...ec, kid: "not a P-384 key", alg: "ES384" },
  ];
  expect(kids(keys, ["RS256", "ES256", "ES384", "EdDSA"])).toEqual([
    ["p256", "ES256"],
    ["ed", "EdDSA"],
  ]);
});

test.each<[unknown]>([
  [null],
  ["keys"],
  [[]],
  [{}],
  [{ keys: {} }],
  [{ keys: [] }],
  [{ keys: [null, 1, "x", { kty: "oct" }] }],
])("%j holds no key", (document) => {
  expect(() => readKeySet(document, ["RS256"])).toThrow(/^came (no key set|\d keys, none for RS256)/);
});
