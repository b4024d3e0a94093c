import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { Refused } from "../../../functions/authorizer/errors.ts";
import { permissionsOf } from "../../../functions/authorizer/permissions.ts";

test.each<[string, object, string[]]>([
  ["no claim", {}, []],
  ["an empty scope", { scope: "" }, []],
  ["scope (RFC 9068)", { scope: "test.read test.write" }, ["test.read", "test.write"]],
  ["scope with spaces around", { scope: "  test.read  " }, ["test.read"]],
  ["scp as a list (Okta)", { scp: ["test.read"] }, ["test.read"]],
  ["scp as a string (Entra ID)", { scp: "test.read test.write" }, ["test.read", "test.write"]],
  ["permissions (Auth0)", { scope: "openid", permissions: ["test.read"] }, ["openid", "test.read"]],
  ["all of them, each once", { scope: "a b", scp: ["b", "c"], permissions: ["c", "a"] }, ["a", "b", "c"]],
  ["a prefix is not cut off", { scope: "com.test.test/test.read" }, ["com.test.test/test.read"]],
  ["a list is not split at spaces", { permissions: ["test.read test.write"] }, ["test.read test.write"]],
])("%s", (_, claims, expected) => {
  expect(permissionsOf(claims as JwtPayload)).toEqual(expected);
});

test.each<[object]>([
  [{ scp: 1 }],
  [{ scp: null }],
  [{ scp: ["test.read", 1] }],
  [{ scp: { "test.read": true } }],
  [{ permissions: "test.read" }],
  [{ permissions: [{ rsname: "test.read" }] }],
  [{ scope: ["test.read"] }],
])("%j is refused, not guessed at", (claims) => {
  expect(() => permissionsOf(claims as JwtPayload)).toThrow(new Refused("claims"));
});
