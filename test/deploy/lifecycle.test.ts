import { existsSync } from "node:fs";
import { join } from "node:path";
import { names, STACKS, type StackName } from "../../stacks/names.ts";
import { contextWith } from "../support/context.ts";
import { describeWith } from "../support/requires.ts";
import { type AccountEnvironment, account, inventory, loggingRole } from "./support/aws.ts";
import { type Moto, startMoto } from "./support/moto.ts";
import { sideBySide, step } from "./support/progress.ts";
import type { Terraform } from "./support/terraform.ts";
import { Workspace } from "./support/workspace.ts";

jest.setTimeout(400_000);

type Changes = Readonly<Record<string, unknown>>;

/** The longest part of an apply is waiting: that goes on side by side. */
const AT_ONCE = 3;

describeWith(["terraform", "mirror", "moto"], "real Terraform, against moto", () => {
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

  /** The API of the context, with everything that adds resources. */
  const RICH = {
    cors: { allowOrigin: "https://app.example.com" },
    resourcePolicy: {
      allowAccounts: { "210987654321": ["test.read"] },
      allowCidrs: ["203.0.113.0/24"],
      denyCidrs: ["203.0.113.7/32"],
    },
  };

  describe("alone in an account that never had API Gateway", () => {
    const CASES: readonly { stack: StackName; what: string; contexts: readonly Changes[] }[] = [
      { stack: "iam", what: "as declared, then with CORS and a resource policy", contexts: [{}, RICH] },
      { stack: "cognito-scopes", what: "as declared", contexts: [{}] },
      { stack: "custom-authorizer", what: "as declared", contexts: [{}] },
      { stack: "comparison", what: "with CORS and a resource policy", contexts: [RICH] },
    ];
    let runs: Map<StackName, Promise<void>>;
    beforeAll(() => {
      const started = sideBySide(CASES, AT_ONCE, ({ stack, contexts }) => wholeLife(stack, contexts));
      runs = new Map(CASES.map(({ stack }, index) => [stack, started[index] as Promise<void>]));
    });

    test.each(CASES)(
      "$stack, $what: applies, plans nothing more, leaves nothing when destroyed",
      ({ stack }) => runs.get(stack),
    );

    async function wholeLife(stack: StackName, contexts: readonly Changes[]): Promise<void> {
      const environment = await account(moto.url, `11111111111${STACKS.indexOf(stack)}`);
      expect(await inventory(environment)).toEqual([]);
      const project = workspace.project(stack, contexts[0]);
      const terraform = workspace.stack(project, stack, environment);
      await terraform.init();
      for (const context of contexts) {
        workspace.synthesize(project, context);
        await step(`${stack} applied`, () => terraform.apply());
        await expect(step(`${stack} planned`, () => terraform.pendingChanges())).resolves.toBeUndefined();
      }
      // Outside of what is synthesized, which may be deleted at any time.
      expect(existsSync(join(project, `terraform.${stack}.tfstate`))).toBe(true);
      expect(await inventory(environment)).toContainEqual(expect.stringMatching(/^apigateway /));
      await step(`${stack} destroyed`, () => terraform.destroy());
      expect(await terraform.stateList()).toEqual([]);
      expect(await inventory(environment)).toEqual([]);
    }
  });

  describe("all four in one account", () => {
    let environment: AccountEnvironment;
    let stacks: Map<StackName, Terraform>;
    beforeAll(async () => {
      environment = await account(moto.url, "222222222222");
      const project = workspace.project("all");
      stacks = new Map(STACKS.map((stack) => [stack, workspace.stack(project, stack, environment)]));
      await Promise.all([...stacks.values()].map((stack) => stack.init()));
    });

    const pending = async (names: Iterable<StackName>) =>
      Object.fromEntries(
        await Promise.all(
          sideBySide(
            [...names],
            AT_ONCE,
            async (name) => [name, await stacks.get(name)?.pendingChanges()] as const,
          ),
        ),
      );

    test("apply side by side, and then plan nothing more", async () => {
      await step("all four applied", () =>
        Promise.all(sideBySide([...stacks.values()], AT_ONCE, (stack) => stack.apply())),
      );
      expect(await step("all four planned", () => pending(STACKS))).toEqual({});
    });

    const of = (stack: StackName) => {
      const { prefix } = names(contextWith(), stack);
      return (one: string) => one.includes(prefix);
    };

    test("destroying the one whose role API Gateway logs with harms no other", async () => {
      const role = await loggingRole(environment);
      const first = STACKS.find((stack) => of(stack)(role ?? "")) as StackName;
      const before = await inventory(environment);
      await step(`${first} destroyed`, () => stacks.get(first)?.destroy() as Promise<string>);
      stacks.delete(first);
      const after = await inventory(environment);
      const next = await loggingRole(environment);
      expect(after).toContain(`iam ${next?.split("/").at(-1)}`);
      const gone = (one: string) => of(first)(one) || one.startsWith("account logging role");
      expect(after).toEqual([...before.filter((one) => !gone(one)), `account logging role ${next}`].sort());
      expect(await step("the other three planned", () => pending(stacks.keys()))).toEqual({});
    });

    test("the others destroyed side by side leave nothing", async () => {
      await step("the other three destroyed", () =>
        Promise.all(sideBySide([...stacks.values()], AT_ONCE, (stack) => stack.destroy())),
      );
      expect(await inventory(environment)).toEqual([]);
    });
  });
});
