import { existsSync } from "node:fs";
import path from "node:path";

/** The directory with a lab's logs beside its outputs file; undefined where there is none. */
export function findLogs(directory: string): string | undefined {
  const logs = path.join(directory, "logs");
  return existsSync(logs) ? logs : undefined;
}
