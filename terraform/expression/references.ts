import type { Node, Part, Step } from "./ast.ts";

/** Calls back for each name of the outer scope that an expression uses, with the attributes that follow it. */
export type OnReference = (root: string, attributes: readonly string[]) => void;

/** Goes through an expression without working it out. Names that a `for` binds are not references. */
export function forEachReference(node: Node, found: OnReference, bound: readonly string[] = []): void {
  if (node.type === "literal") return;
  if (node.type === "name") {
    if (!bound.includes(node.name)) found(node.name, []);
    return;
  }
  if (node.type === "access" && node.of.type === "name" && node.steps.every(isAttribute)) {
    if (!bound.includes(node.of.name)) found(node.of.name, leadingAttributes(node.steps));
    return;
  }
  const visit = (inner: Node | undefined, names = bound) => inner && forEachReference(inner, found, names);
  switch (node.type) {
    case "access":
      if (node.of.type !== "name") visit(node.of);
      else if (!bound.includes(node.of.name)) found(node.of.name, leadingAttributes(node.steps));
      visitSteps(node.steps, visit);
      return;
    case "template":
      visitParts(node.parts, found, bound);
      return;
    case "call":
      for (const argument of node.args) visit(argument);
      return;
    case "unary":
      visit(node.operand);
      return;
    case "binary":
      visit(node.left);
      visit(node.right);
      return;
    case "conditional":
      visit(node.test);
      visit(node.yes);
      visit(node.no);
      return;
    case "tuple":
      for (const item of node.items) visit(item);
      return;
    case "object":
      for (const { key, value } of node.items) {
        visit(key);
        visit(value);
      }
      return;
    case "for": {
      visit(node.collection);
      const names = withNames(bound, node);
      visit(node.resultKey, names);
      visit(node.result, names);
      visit(node.test, names);
    }
  }
}

function isAttribute({ type }: Step): boolean {
  return type === "attribute";
}

/** `a.b["c"][0]` begins with the attributes b and c. */
function leadingAttributes(steps: readonly Step[]): readonly string[] {
  const names: string[] = [];
  for (const step of steps) {
    if (step.type === "attribute") names.push(step.name);
    else if (step.type === "index" && step.key.type === "literal") names.push(String(step.key.value));
    else break;
  }
  return names;
}

function visitSteps(steps: readonly Step[], visit: (node: Node) => void): void {
  for (const step of steps) {
    if (step.type === "index") visit(step.key);
    else if (step.type === "splat") visitSteps(step.steps, visit);
  }
}

function visitParts(parts: readonly Part[], found: OnReference, bound: readonly string[]): void {
  for (const part of parts) {
    if (typeof part === "string") continue;
    if (part.type === "interpolation") forEachReference(part.value, found, bound);
    else if (part.type === "if") {
      forEachReference(part.test, found, bound);
      visitParts(part.yes, found, bound);
      visitParts(part.no, found, bound);
    } else {
      forEachReference(part.collection, found, bound);
      visitParts(part.body, found, withNames(bound, part));
    }
  }
}

function withNames(
  bound: readonly string[],
  names: { keyName: string | undefined; valueName: string },
): readonly string[] {
  return names.keyName === undefined
    ? [...bound, names.valueName]
    : [...bound, names.keyName, names.valueName];
}
