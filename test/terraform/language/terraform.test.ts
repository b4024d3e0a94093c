import { runTerraform, terraformVersion } from "../support/terraform.ts";
import { type Case, FAILS } from "./case.ts";
import { collections } from "./collections.ts";
import { conversions } from "./conversions.ts";
import { encoding } from "./encoding.ts";
import { formats } from "./formats.ts";
import { lists } from "./lists.ts";
import { numbers } from "./numbers.ts";
import { operators } from "./operators.ts";
import { paths } from "./paths.ts";
import { regexes } from "./regexes.ts";
import { strings } from "./strings.ts";
import { malformed, templates } from "./templates.ts";

const cases: readonly Case[] = [
  ...collections,
  ...conversions,
  ...encoding,
  ...formats,
  ...lists,
  ...numbers,
  ...operators,
  ...paths,
  ...regexes,
  ...strings,
];

/** What Terraform makes of every expression and template, worked out by one `terraform console`. */
function realValues(): { readonly expressions: readonly unknown[]; readonly templates: readonly unknown[] } {
  const locals = Object.fromEntries(templates.map(([json], index) => [`t${index}`, json]));
  // `jsonencode` inside of `try`, so that what cannot be written counts as failed and stops nothing else.
  const expressions = cases.map(([expression]) => `try({ value = jsonencode(${expression}) }, {})`);
  const names = Object.keys(locals).map((name) => `local.${name}`);
  // In base64, because the console writes text in its own notation.
  const input = `base64encode(jsonencode([[${expressions.join(", ")}], [${names.join(", ")}]]))\n`;
  const output = runTerraform(["console"], { locals }, input);
  const text = Buffer.from(JSON.parse(output) as string, "base64").toString();
  const [tried, values] = JSON.parse(text) as [{ value?: string }[], unknown[]];
  const read = ({ value }: { value?: string }) => (value === undefined ? FAILS : JSON.parse(value));
  return { expressions: tried.map(read), templates: values };
}

const reason = "needs the terraform command, which is not on this machine";

if (terraformVersion === undefined) {
  test.skip(`the tables of the language agree with Terraform (${reason})`, () => {});
} else {
  test(`the tables of the language agree with Terraform ${terraformVersion}`, () => {
    const real = realValues();
    const expected = cases.map(([expression, value]) => [expression, value]);
    expect(cases.map(([expression], index) => [expression, real.expressions[index]])).toEqual(expected);
    expect(templates.map(([json], index) => [json, real.templates[index]])).toEqual(templates);
  });

  test(`Terraform ${terraformVersion} refuses every malformed template`, () => {
    const locals = Object.fromEntries(malformed.map((source, index) => [`m${index}`, source]));
    const output = runTerraform(["validate", "-json"], { locals });
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: readonly { severity: string; range?: { start: { line: number } } }[];
    };
    const lines = new Set(
      diagnostics.filter(({ severity }) => severity === "error").map(({ range }) => range?.start.line),
    );
    // A line each, from the third on.
    expect(malformed.filter((_, index) => !lines.has(index + 3))).toEqual([]);
  });
}
