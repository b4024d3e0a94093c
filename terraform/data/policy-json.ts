import { encodeJsonText } from "../functions/encoding.ts";
import {
  type Document,
  type PolicyJson,
  type Statement,
  type StatementElement,
  statementElements,
} from "./policy-model.ts";

/** The document as the AWS provider writes it. @param indent spaces a level, 0 for none and one line. */
export function policyDocumentJson({ version, id, statements }: Document, indent: number): string {
  const members: [string, PolicyJson][] = [];
  if (version !== "") members.push(["Version", version]);
  if (id !== "") members.push(["Id", id]);
  const written = statements.map(
    (one) => new Ordered(statementElements.flatMap((name) => member(one, name))),
  );
  return write(
    new Ordered([...members, ...(written.length > 0 ? [["Statement", written] as const] : [])]),
    indent,
    "",
  );
}

function member(one: Statement, name: StatementElement): (readonly [string, PolicyJson])[] {
  const value = one.get(name);
  return value === undefined ? [] : [[name, value]];
}

/** An object whose members are written as they come. */
class Ordered {
  readonly members: readonly (readonly [string, PolicyJson | readonly Ordered[]])[];

  constructor(members: readonly (readonly [string, PolicyJson | readonly Ordered[]])[]) {
    this.members = members;
  }
}

function write(json: PolicyJson | Ordered | readonly Ordered[], indent: number, margin: string): string {
  if (typeof json === "string") return encodeJsonText(json);
  if (json === null || typeof json !== "object") return JSON.stringify(json);
  const inner = margin + " ".repeat(indent);
  const between = indent > 0 ? `,\n${inner}` : ",";
  const wrap = (open: string, items: readonly string[], close: string) => {
    if (items.length === 0) return open + close;
    return indent > 0
      ? `${open}\n${inner}${items.join(between)}\n${margin}${close}`
      : open + items.join(between) + close;
  };
  if (Array.isArray(json))
    return wrap(
      "[",
      json.map((item) => write(item, indent, inner)),
      "]",
    );
  const members =
    json instanceof Ordered ? json.members : Object.entries(json as { readonly [key: string]: PolicyJson });
  const colon = indent > 0 ? ": " : ":";
  return wrap(
    "{",
    members.map(([key, value]) => encodeJsonText(key) + colon + write(value, indent, inner)),
    "}",
  );
}
