import { Unresolved } from "../../../terraform/value.ts";
import { evaluateExpression, evaluateJson, plain } from "../support/expressions.ts";
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

const groups: Readonly<Record<string, readonly Case[]>> = {
  collections,
  conversions,
  encoding,
  formats,
  lists,
  numbers,
  operators,
  paths,
  regexes,
  strings,
};

describe.each(Object.entries(groups))("%s", (_, cases) => {
  test.each(cases)("%s", (expression, expected) => {
    const value = evaluateExpression(expression);
    if (expected === FAILS) expect(value).toBeInstanceOf(Unresolved);
    else expect(plain(value)).toEqual(expected);
  });
});

test.each(templates)("the template %j", (json, expected) => {
  expect(plain(evaluateJson(json))).toEqual(expected);
});

test.each(malformed)("the malformed template %j", (source) => {
  expect(evaluateJson(source)).toBeInstanceOf(Unresolved);
});

test("the tables hold no expression twice", () => {
  const all = Object.values(groups).flatMap((cases) => cases.map(([expression]) => expression));
  expect(all.filter((expression, index) => all.indexOf(expression) !== index)).toEqual([]);
});
