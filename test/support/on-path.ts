import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is, by PATH; undefined where it is not on this machine. */
export function onPath(program: string): string | undefined {
  const candidates = (process.env.PATH ?? "").split(delimiter).map((directory) => join(directory, program));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
