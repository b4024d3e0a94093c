import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "./figure.ts";
import { benchLab } from "./lab.ts";
import { benchSynth } from "./synth.ts";

const HELP = `npm run bench -- [synth] [lab] [--json FILE]

  synth   time and memory of a synthesis beside the floor, and the functions' bundles
  lab     requests a second of each method beside a bare node:http server, memory, time to the first answer
          (both without a name)

Ratios are to the floor of the same run: timings depend on the machine and on what else it does.
`;

type Bench = (progress: (text: string) => void) => readonly Figure[] | Promise<readonly Figure[]>;
const BENCHES: Readonly<Record<string, Bench>> = { synth: benchSynth, lab: benchLab };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    console.error(`bench: there is no ${unknown.join(", ")}\n\n${HELP}`);
    return 2;
  }
  const results: Record<string, readonly Figure[]> = {};
  for (const name of names) {
    const figures = (await BENCHES[name]?.((text) => console.error(`${name}: ${text}`))) ?? [];
    results[name] = figures;
    print(figures);
  }
  const machine = {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ version: 1, machine, results }, undefined, 2)}\n`);
  return 0;
}

function print(figures: readonly Figure[]): void {
  const rows = figures.map(({ what, measured, ratio, aim }) => [
    what,
    measured,
    ratio === undefined ? "" : ratio.toFixed(2),
    aim,
  ]);
  const all = [["", "measured", "ratio", "aim"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof TypeError && "code" in error ? `bench: ${error.message}` : error);
    process.exitCode = 2;
  },
);
