import { parseTemplate } from "../../../terraform/expression/parse.ts";
import { forEachReference } from "../../../terraform/expression/references.ts";

function references(source: string, bound: readonly string[] = []): readonly string[] {
  const found: string[] = [];
  forEachReference(
    parseTemplate(source),
    (root, attributes) => found.push([root, ...attributes].join(".")),
    bound,
  );
  return found;
}

test.each<[string, readonly string[]]>([
  ["plain", []],
  ["${a.b.c}", ["a.b.c"]],
  ["x${a.b}y${c.d}", ["a.b", "c.d"]],
  ['${a["b"].c[0].d}', ["a.b.c.0.d"]],
  ["${a[b.c].d}", ["a", "b.c"]],
  ["${a.*.b[c.d]}", ["a", "c.d"]],
  ["${a[*].b[c]}", ["a", "c"]],
  ["${f(a.b, [c.d, {(e.f) = g.h}])}", ["a.b", "c.d", "e.f", "g.h"]],
  ["${{a = b}}", ["b"]],
  ["${a.b ? -c.d : !e.f}", ["a.b", "c.d", "e.f"]],
  ["${a.b + c.d}", ["a.b", "c.d"]],
  ["${(a).b}", ["a"]],
  ['${[for k, v in a.b : "${k}${v}${c.d}" if k != e.f]}', ["a.b", "c.d", "e.f"]],
  ["${{for v in a.b : v.x => c.d...}}", ["a.b", "c.d"]],
  ["%{ if a.b }${c.d}%{ else }${e.f}%{ endif }", ["a.b", "c.d", "e.f"]],
  ["%{ for k, v in a.b }${k}${v}${c.d}%{ endfor }", ["a.b", "c.d"]],
  ["${true && null == false}", []],
])("%s refers to %j", (source, expected) => expect(references(source)).toEqual(expected));

test("what is bound from outside is no reference", () => {
  expect(references("${each.key}${a.b}", ["each"])).toEqual(["a.b"]);
});

test("a name is bound in its own loop alone", () => {
  expect(references("${[for x in x.y : x]}")).toEqual(["x.y"]);
});
