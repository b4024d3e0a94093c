import { InvalidElement, invalid } from "./invalid.ts";

/**
 * Reads a policy's JSON text. A name that appears twice in one object is refused: `JSON.parse` would keep the last
 * one in silence, and so turn a Deny into an Allow (the IAM policy grammar: no element may hold the same key twice).
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return invalid("", text, "a JSON document");
  }
  refuseDuplicates(text);
  return value;
}

/** Walks text that is known to be JSON: a string that a colon follows is a name of the innermost object. */
function refuseDuplicates(text: string): void {
  const open: Set<string>[] = [];
  const scan = /[{}]|("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g;
  for (const [token, string, colon] of text.matchAll(scan)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (string !== undefined && colon !== undefined) {
      const name: string = JSON.parse(string);
      const names = open.at(-1);
      if (names?.has(name))
        throw new InvalidElement("", `the name ${JSON.stringify(name)} appears twice in one object`);
      names?.add(name);
    }
  }
}
