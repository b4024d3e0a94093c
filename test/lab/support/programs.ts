import { execFile, spawnSync } from "node:child_process";

/** What a program printed and how it ended. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The first line of `<program> --version`, or nothing where the program is not on this machine. */
export function versionOf(program: string): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return error || status !== 0 ? undefined : `${stdout}${stderr}`.split("\n")[0];
}

/** Runs a program to its end, with nothing of this process's environment but where programs and homes are. */
export function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { env: { PATH, HOME, ...environment }, encoding: "utf8", timeout: 30_000 },
      (error, stdout, stderr) =>
        resolve({ status: error ? (typeof error.code === "number" ? error.code : null) : 0, stdout, stderr }),
    );
  });
}

/** `describe` where the program is there; otherwise the same tests, skipped, under a name that says why. */
export function describeWith(
  program: string,
  version: string | undefined,
): typeof describe | typeof describe.skip {
  if (version !== undefined) return describe;
  return ((name: string, body: () => void) =>
    describe.skip(`${name} (skipped: ${program} is not on this machine)`, body)) as typeof describe.skip;
}
