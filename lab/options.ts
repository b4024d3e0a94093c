import { parseArgs } from "node:util";

/** What `npm run lab` is told. */
export interface LabOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Where outputs, credentials, keys and logs are written. */
  readonly directory: string;
  /** A synthesized output directory; undefined synthesizes now. */
  readonly from: string | undefined;
  /** Whether the stages' throttling is enforced. */
  readonly throttle: boolean;
  /** Terraform variables. */
  readonly variables: Readonly<Record<string, string>>;
}

export const HELP = `npm run lab -- [options]

Runs the synthesized Terraform on this machine, until Ctrl-C.

  --port N           port on 127.0.0.1 (default 4566); 0 picks a free one
  --dir DIR          where outputs.json, env, keys/ and logs/ are written (default .lab)
  --from DIR         a synthesized output directory (cdktf.out), yours or anyone's; without it, the
                     stacks of ./cdktf.json are synthesized now
  --var name=value   a Terraform variable; may be repeated
  --throttle         enforce the stages' throttling too: more requests than it allows are answered 429
  --help             this text
`;

/** The words of the command line make no sense. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @returns undefined when help was asked for @throws {UsageError} */
export function parseOptions(args: readonly string[]): LabOptions | undefined {
  const { port, dir, from, throttle, var: assignments, help } = parse(args);
  if (help) return undefined;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port}: expected a number from 0 to 65535`);
  }
  const variables = Object.fromEntries(assignments.map(assignment));
  return { port: Number(port), directory: dir, from, throttle, variables };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        port: { type: "string", default: "4566" },
        dir: { type: "string", default: ".lab" },
        from: { type: "string" },
        throttle: { type: "boolean", default: false },
        var: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function assignment(text: string): [string, string] {
  const [, name, value] = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--var ${text}: expected name=value`);
  return [name, value ?? ""];
}
