import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Mask } from "../client/mask.ts";

/** How long a line may take to get into a file, and how often it is looked for; in milliseconds. */
const PATIENCE = 1000;
const LOOK_EVERY = 25;

/** Waits until the logs tell of a request: what came before it is in them then too. A log that never does is let be. */
export async function untilLogged(directory: string, requestId: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += LOOK_EVERY) {
    for (const [, text] of await filesOf(directory)) if (text.includes(requestId)) return;
    await setTimeout(LOOK_EVERY);
  }
}

/**
 * The credentials that a target's log files hold: each secret that the client ever sent, with the file.
 *
 * @param directory searched with everything below it
 */
export async function leaksIn(directory: string, mask: Mask): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const [file, text] of await filesOf(directory)) {
    const found = mask.findIn(text);
    if (found.length) leaks.push(`${file} has ${found.join(", ")}`);
  }
  return leaks;
}

async function filesOf(directory: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  return Promise.all(
    files.map(async (file) => [path.relative(directory, file), await readFile(file, "utf8")] as const),
  );
}
