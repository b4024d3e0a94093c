import { readFileSync } from "node:fs";
import { REFUSED_WHEN_NAMING } from "../../../lab/gateway/coverage/other.ts";
import { ENFORCED, REFUSED_TYPES } from "../../../lab/gateway/coverage.ts";

const PAGE = readFileSync("docs/lab-not-emulated.md", "utf8");

describe("docs/lab-not-emulated.md", () => {
  test("names every resource type that is refused, itself or by its family", () => {
    const missing = [...Object.keys(REFUSED_TYPES), ...Object.keys(REFUSED_WHEN_NAMING)].filter(
      (type) => ![`\`${type}\``, `\`${type}.`, family(type)].some((name) => PAGE.includes(name)),
    );
    expect(missing).toEqual([]);
  });

  test("names every attribute that is refused whatever it says", () => {
    const refused = Object.entries(ENFORCED).flatMap(([type, { refused = {} }]) =>
      Object.keys(refused).map((attribute) => [type, attribute] as const),
    );
    const missing = refused.filter(
      ([type, attribute]) => !PAGE.includes(`\`${type}.${attribute}\``) && !PAGE.includes(`\`${attribute}\``),
    );
    expect(missing).toEqual([]);
  });
});

/** What stands for a type that the page refuses with its whole family, or as an attachment of another. */
function family(type: string): string {
  if (type.startsWith("aws_apigatewayv2_")) return "`aws_apigatewayv2_*`";
  return type.startsWith("aws_cognito_identity_pool_")
    ? "`aws_cognito_identity_pool` and its attachments"
    : type;
}
