import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  COGNITO_ATTRIBUTES,
  HARMLESS_COGNITO_RESOURCES,
  REFUSED_COGNITO_RESOURCES,
} from "../../../../lab/issuers/cognito/coverage.ts";

const PROVIDER = resolve("node_modules/@cdktf/provider-aws/lib");

/** The attributes and blocks of a resource, as the provider's own bindings document them. */
function attributesOf(type: string): readonly string[] {
  const bindings = readFileSync(join(PROVIDER, type.slice(4).replaceAll("_", "-"), "index.d.ts"), "utf8");
  const config = /export interface \w+Config extends[^{]*\{([\s\S]*?)\n\}/.exec(bindings)?.[1] ?? "";
  return [...config.matchAll(/#(\w+) \w+#\1\}/g)].map(([, name]) => name as string).sort();
}

describe("every attribute of the AWS provider is either read or known to be harmless", () => {
  test.each(Object.entries(COGNITO_ATTRIBUTES))("%s", (type, { read, harmless }) => {
    const known = [...read, ...Object.keys(harmless)];
    expect(new Set(known).size).toBe(known.length);
    expect(known.filter((name) => name !== "id").sort()).toEqual(
      attributesOf(type).filter((name) => name !== "id"),
    );
  });
});

test("every Cognito resource of the AWS provider is run, harmless or refused", () => {
  const known = [COGNITO_ATTRIBUTES, HARMLESS_COGNITO_RESOURCES, REFUSED_COGNITO_RESOURCES].flatMap(
    Object.keys,
  );
  const provided = readdirSync(PROVIDER).filter((name) => name.startsWith("cognito-"));
  expect(known.sort()).toEqual(provided.map((name) => `aws_${name.replaceAll("-", "_")}`).sort());
});
