import type { Ignored } from "./gateway/coverage.ts";
import type { Lab } from "./lab.ts";

/** Prints where everything is, and once what of the Terraform is ignored. */
export function printStart({ stacks, outputs, ignored, environment }: Lab, directory: string): void {
  for (const stack of stacks) {
    const urls = Object.entries(outputs[stack] ?? {}).filter(([name]) => name.endsWith("api_url"));
    for (const [name, url] of urls) console.log(`${stack.padEnd(18)} ${name.padEnd(26)} ${url}`);
  }
  if (environment.TOKEN_URL) console.log(`${"identity provider".padEnd(45)} ${environment.TOKEN_URL}`);
  console.log(`${"STS".padEnd(45)} ${environment.AWS_ENDPOINT_URL_STS}`);
  console.log(`outputs, env, keys and logs: ${directory}`);
  for (const line of summaryOf(ignored)) console.log(line);
}

/** Bytes of standard error that may wait for a reader. */
const MOST_UNREAD = 1024 * 1024;

/** Prints a line to standard error, unless nobody reads there: what piles up would fill the memory. */
export function printError(line: string): void {
  if (process.stderr.writableLength < MOST_UNREAD) console.error(line);
}

/** One line a reason, with the types and attributes that it stands for. */
function summaryOf(ignored: readonly Ignored[]): readonly string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { address, attribute, reason } of ignored) {
    const type = address.startsWith("output.") ? address : address.replace(/\..*/s, "");
    const name = attribute === undefined ? type : `${type}.${attribute.replace(/\[\d+\]/g, "")}`;
    byReason.set(reason, (byReason.get(reason) ?? new Set()).add(name));
  }
  return [...byReason].map(([reason, names]) => `ignored, harmless: ${[...names].join(", ")} (${reason})`);
}
