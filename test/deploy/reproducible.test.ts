import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../stacks/app.ts";
import { STACKS } from "../../stacks/names.ts";
import { contextWith } from "../support/context.ts";
import { type Finished, run } from "../support/leash.ts";
import { copyCheckout, digest } from "./support/checkout.ts";
import { step } from "./support/progress.ts";

jest.setTimeout(120_000);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "reproducible-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** In a shell with another umask and time zone than this process's. */
function elsewhere(cwd: string, command: string): Promise<Finished> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, CHECKPOINT_DISABLE: "1", TZ: "Pacific/Auckland", LC_ALL: "C" };
  return run(["sh", "-c", `umask 077; exec ${command}`], { cwd, env, seconds: 100 });
}

describe("the same commit gives the same bytes", () => {
  let here: Record<string, string>;
  beforeAll(() => {
    synthesize(contextWith(), join(directory, "here"));
    here = digest(join(directory, "here")) ?? {};
  });

  test("of Terraform, zips and scripts for every stack", () => {
    const files = Object.keys(here);
    for (const stack of STACKS) {
      expect(files).toContain(`stacks/${stack}/cdk.tf.json`);
      expect(files).toContain(`stacks/${stack}/assets/backend-function.zip`);
    }
    expect(files).toContain("stacks/comparison/assets/authorizer-function.zip");
    expect(files).toContain("manifest.json");
  });

  test.each([
    ["npm run synth", "npm run --silent synth"],
    ["cdktf synth", "npx --no-install cdktf synth"],
  ])("from %s in another checkout, with other file times, umask and time zone", async (name, command) => {
    const checkout = copyCheckout(join(directory, `a rather long name of a checkout for ${name}`));
    touch(checkout);
    expect(await step(name, () => elsewhere(checkout, command))).toMatchObject({ status: 0 });
    expect(digest(join(checkout, "cdktf.out"))).toEqual(here);
  });
});

/** Gives every source another time. */
function touch(checkout: string): void {
  for (const part of ["functions", "routes", "stacks"]) {
    for (const entry of readdirSync(join(checkout, part), { recursive: true, withFileTypes: true })) {
      utimesSync(join(entry.parentPath, entry.name), new Date(1e12), new Date(1e12));
    }
  }
}

describe("a context that cannot be deployed", () => {
  const PROBLEMS = [
    /region: came "seoul"; allowed: an AWS region/,
    /stage: came "a stage"; allowed: /,
    /routes\.0\.method: came "FETCH"; allowed: /,
  ];
  let checkout: string;
  beforeAll(() => {
    checkout = copyCheckout(join(directory, "erroneous"));
    const file = join(checkout, "cdktf.json");
    const config = JSON.parse(readFileSync(file, "utf8"));
    const routes = [{ method: "FETCH", path: "/tests", permission: "test.read" }];
    config.context = { ...config.context, region: "seoul", stage: "a stage", routes };
    writeFileSync(file, JSON.stringify(config));
  });

  test.each([
    ["npm run synth", "npm run --silent synth"],
    ["cdktf synth", "npx --no-install cdktf synth"],
  ])("%s names every problem, and writes nothing", async (_, command) => {
    const before = readdirSync(checkout);
    const { status, output } = await elsewhere(checkout, command);
    expect(status).toBe(1);
    for (const problem of PROBLEMS) expect(output).toMatch(problem);
    expect(readdirSync(checkout)).toEqual(before);
  });

  test("what was synthesized before stays as it was", async () => {
    const stack = join(checkout, "cdktf.out", "stacks", "iam");
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, "cdk.tf.json"), "{}");
    const before = digest(join(checkout, "cdktf.out"));
    expect(await elsewhere(checkout, "npm run --silent synth")).toMatchObject({ status: 1 });
    expect(digest(join(checkout, "cdktf.out"))).toEqual(before);
    expect(existsSync(join(checkout, "cdktf.out", "manifest.json"))).toBe(false);
  });
});
