/** Something in a policy document that the grammar does not allow. `parsePolicy` turns it into a `PolicyError`. */
export class InvalidElement extends Error {
  override readonly name = "InvalidElement";
  /** Where, as a path into the document, for example `Statement[0].Condition`; empty for the document itself. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** Refuses a value, saying what came and what is allowed. */
export function invalid(path: string, came: unknown, allowed: string): never {
  throw new InvalidElement(path, `came ${describe(came)}; allowed: ${allowed}`);
}

/** A JSON object's own members. Anything else is refused. */
export function members(
  value: unknown,
  path: string,
  allowed: string,
): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) invalid(path, value, allowed);
  return Object.entries(value);
}

/** A string, or a list of strings that may be empty. Anything else is refused. */
export function strings(value: unknown, path: string, allowed: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item, index) => {
    if (typeof item === "string") return item;
    return invalid(Array.isArray(value) ? `${path}[${index}]` : path, item, allowed);
  });
}

/** A path one member further: `a.b`, or `a["b:c"]` where the name is not a plain word. */
export function member(path: string, name: string): string {
  if (!/^\w+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

const LONGEST = 80;

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
