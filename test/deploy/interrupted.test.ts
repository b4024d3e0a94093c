import { setInterval } from "node:timers/promises";
import type { StackName } from "../../stacks/names.ts";
import { describeWith } from "../support/requires.ts";
import { type AccountEnvironment, account, inventory } from "./support/aws.ts";
import { type Moto, startMoto } from "./support/moto.ts";
import { step } from "./support/progress.ts";
import type { Terraform } from "./support/terraform.ts";
import { Workspace } from "./support/workspace.ts";

jest.setTimeout(240_000);

const APPLY = ["apply", "-auto-approve", "-input=false"];

/** Waits until Terraform has been making one thing only, that which is held back, for a second. */
async function oneLeft(printed: () => string): Promise<void> {
  const count = (text: string) => printed().split(text).length - 1;
  let since = Date.now();
  for await (const _ of setInterval(100)) {
    if (count(": Creating...") - count(": Creation complete") !== 1) since = Date.now();
    if (Date.now() - since > 1000) return;
  }
}

/**
 * Terraform knows of what AWS has answered. What AWS makes in the very moment of a SIGKILL nobody tells it, and the next
 * apply finds the name taken: that has to be imported, and is not tested. An interrupt (Ctrl-C) has no such moment.
 */
describeWith(["terraform", "mirror", "moto"], "an apply that was cut off goes through when run again", () => {
  let moto: Moto;
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = new Workspace();
    moto = await startMoto();
  });
  afterAll(async () => {
    await moto.stop();
    workspace.remove();
  });

  async function prepare(stack: StackName, id: string): Promise<[Terraform, AccountEnvironment]> {
    const environment = await account(moto.url, id);
    const terraform = workspace.stack(workspace.project(`${stack}-${id}`), stack, environment);
    await terraform.init();
    return [terraform, environment];
  }

  async function goesThrough(terraform: Terraform, environment: AccountEnvironment): Promise<void> {
    const left = (await terraform.stateList()).filter((address) => !address.startsWith("data."));
    expect(left.length).toBeGreaterThan(5);
    await step("applied again", () => terraform.apply());
    expect((await terraform.stateList()).length).toBeGreaterThan(left.length);
    await step("destroyed", () => terraform.destroy());
    expect(await inventory(environment)).toEqual([]);
  }

  test("killed while the stage is to be made", async () => {
    const [terraform, environment] = await prepare("custom-authorizer", "333333333333");
    let printed = "";
    const held = moto.holdBack(
      ({ method, path }) => method === "POST" && /^\/restapis\/[^/]+\/stages$/.test(path),
    );
    const apply = terraform.start(APPLY, (output) => {
      printed = output;
    });
    await step("an apply got so far", async () => {
      await Promise.race([held, apply.finished]);
      await oneLeft(() => printed);
    });
    apply.signal("SIGKILL");
    await apply.finished;
    await goesThrough(terraform, environment);
  });

  test("interrupted (Ctrl-C) while AWS makes the backend function", async () => {
    const [terraform, environment] = await prepare("iam", "444444444444");
    let ended = false;
    const apply = terraform.start(APPLY, (output) => {
      // The function is there already, and the provider waits until it is active.
      if (ended || !output.includes("aws_lambda_function.backend-function_function: Creating...")) return;
      ended = true;
      setTimeout(() => apply.signal("SIGINT"), 1500);
    });
    const { status, output } = await step("an apply was interrupted", () => apply.finished);
    expect(status).toBe(1);
    expect(output).toContain("Interrupt received");
    await goesThrough(terraform, environment);
  });
});
