import { grantedScopes } from "../../../../lab/issuers/oauth/scope.ts";

const READ = "com.test.test/test.read";
const WRITE = "com.test.test/test.write";

test.each([
  ["all when none is asked for", undefined, [READ, WRITE]],
  ["the one asked for", WRITE, [WRITE]],
  ["in the order asked", `${WRITE} ${READ}`, [WRITE, READ]],
  ["each once", `${READ} ${READ}`, [READ]],
  ["spaces do not count", `  ${READ}  `, [READ]],
])("grants %s", (_what, requested, granted) => {
  expect(grantedScopes(requested, [READ, WRITE])).toEqual(granted);
});

test.each([
  ["a scope of somebody else", "com.other/test.read", [READ]],
  ["one of two", `${READ} ${WRITE}`, [READ]],
  ["the name without its resource server", "test.read", [READ]],
  ["another case", READ.toUpperCase(), [READ]],
  ["a prefix", READ.slice(0, -1), [READ]],
  ["a wildcard", "com.test.test/*", [READ]],
  ["any when the client has none", undefined, []],
])("refuses %s", (_what, requested, available) => {
  expect(() => grantedScopes(requested, available)).toThrow(
    expect.objectContaining({ code: "invalid_scope" }),
  );
});
