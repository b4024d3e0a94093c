import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readKeys } from "../../../compare/target/keys.ts";

const directory = mkdtempSync(path.join(tmpdir(), "keys-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("reads the key sets that are there", () => {
  expect(readKeys(directory)["cognito-scopes"]).toEqual([]);
  mkdirSync(path.join(directory, "keys"));
  writeFileSync(
    path.join(directory, "keys", "cognito.jwks.json"),
    JSON.stringify({ keys: [{ kid: "a", kty: "RSA" }] }),
  );
  const keys = readKeys(directory);
  expect(keys["cognito-scopes"]).toEqual([{ kid: "a", kty: "RSA" }]);
  expect(keys["custom-authorizer"]).toEqual([]);
  expect(keys.iam).toEqual([]);
});

test.each([["{}"], ["not json with a d value"]])(
  "refuses a file that is no key set without quoting it: %s",
  (text) => {
    writeFileSync(path.join(directory, "keys", "idp.jwks.json"), text);
    expect(() => readKeys(directory)).toThrow(/idp\.jwks\.json: is not a JSON Web Key Set$/);
  },
);
