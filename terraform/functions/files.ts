import { posix } from "node:path";
import { ExpressionError } from "../expression/error.ts";
import { convert } from "../types/convert.ts";
import { map, text } from "./arguments.ts";
import type { FunctionContext, TerraformFunction } from "./call.ts";

function readText(path: string, context: FunctionContext): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(context.readFile(path))
      .normalize("NFC");
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    throw new ExpressionError(`${path} is not UTF-8 text`);
  }
}

/** What is before the last slash; a slash at the end counts, unlike in Node. */
function directory(path: string): string {
  const before = posix.normalize(path.slice(0, path.lastIndexOf("/") + 1));
  return before === "/" ? before : before.replace(/\/$/, "");
}

/** Functions on files and their paths. */
export const fileFunctions: Readonly<Record<string, TerraformFunction>> = {
  basename: {
    min: 1,
    max: 1,
    run: ([path]) => posix.basename(text(path)) || (text(path).startsWith("/") ? "/" : "."),
  },
  dirname: { min: 1, max: 1, run: ([path]) => directory(text(path)) },
  file: { min: 1, max: 1, run: ([path], context) => readText(text(path), context) },
  filebase64: { min: 1, max: 1, run: ([path], context) => context.readFile(text(path)).toString("base64") },
  pathexpand: {
    min: 1,
    max: 1,
    run: ([path]) => {
      if (text(path).startsWith("~")) throw new ExpressionError("a home directory is not read");
      return text(path);
    },
  },
  templatefile: {
    min: 2,
    max: 2,
    run: ([path, variables], context) => {
      const rendered = context.render(readText(text(path), context), map(variables));
      return convert(rendered, "string");
    },
  },
};
