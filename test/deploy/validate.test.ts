import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { STACKS, type StackName } from "../../stacks/names.ts";
import { manyRoutes } from "../support/context.ts";
import { describeWith } from "../support/requires.ts";
import { account } from "./support/aws.ts";
import { type Moto, startMoto } from "./support/moto.ts";
import { step } from "./support/progress.ts";
import type { Terraform } from "./support/terraform.ts";
import { Workspace } from "./support/workspace.ts";

jest.setTimeout(200_000);

type Changes = Record<string, unknown>;

const NESTED: Changes = {
  routes: [
    { method: "GET", path: "/", permission: "test.read" },
    { method: "GET", path: "/orders/{order}/items/{item}", permission: "test.read" },
    { method: "DELETE", path: "/orders/{order}/items/{item}", permission: "test.write" },
    {
      method: "PUT",
      path: "/orders/{order}",
      permission: "test.write",
      throttling: { rateLimit: 1, burstLimit: 2 },
    },
    { method: "GET", path: "/files/{path+}", permission: "test.read" },
  ],
};

const CONTEXTS: Readonly<Record<string, Changes>> = {
  declared: {},
  cors: { cors: { allowOrigin: "https://app.example.com" } },
  nested: NESTED,
  "nested-cors": { ...NESTED, cors: { allowOrigin: "*" } },
  "many-routes": manyRoutes(250),
  "existing-logging": { logs: { accountRole: "existing" } },
  "s3-state": { state: { s3: { bucket: "some-bucket" } } },
  china: { region: "cn-north-1" },
};

const RESTRICTIONS: Readonly<Record<string, Changes>> = {
  accounts: { allowAccounts: { "210987654321": ["test.read"], "210987654322": ["test.read", "test.write"] } },
  allow: { allowCidrs: ["203.0.113.0/24", "2001:db8::/32"] },
  deny: { denyCidrs: ["203.0.113.7/32"] },
  endpoints: { allowVpcEndpoints: ["vpce-0123456789abcdef0"] },
};

/** Each subset of the restrictions, the empty one too. */
function combinations(): [string, Changes][] {
  let subsets: [string, Changes][] = [["policy", {}]];
  for (const [name, restriction] of Object.entries(RESTRICTIONS)) {
    const larger = subsets.map(([names, policy]): [string, Changes] => [
      `${names}-${name}`,
      { ...policy, ...restriction },
    ]);
    subsets = [...subsets, ...larger];
  }
  return subsets.map(([names, resourcePolicy]) => [names, { resourcePolicy }]);
}

interface Module {
  readonly stack: StackName;
  /** A name for the changes. */
  readonly context: string;
  readonly changes: Changes;
}

const nameOf = ({ stack, context }: Module) => `${context}_${stack}`;

/**
 * Reading the provider's schema is what takes time, so many stacks are validated in one go: each is a module, as it was
 * synthesized but for what Terraform takes from a root module only, provider and backend.
 */
function asModules(workspace: Workspace, name: string, modules: readonly Module[]): string {
  const root = join(workspace.directory, name);
  let provider: unknown;
  const calls = modules.map((module) => {
    const project = workspace.project(join(name, "projects", module.context), module.changes);
    const directory = join(project, "cdktf.out", "stacks", module.stack);
    const file = join(directory, "cdk.tf.json");
    const written = JSON.parse(readFileSync(file, "utf8"));
    provider = written.provider;
    delete written.provider;
    delete written.terraform.backend;
    writeFileSync(file, JSON.stringify(written));
    const variables = Object.keys(written.variable ?? {}).filter((variable) => variable.startsWith("token_"));
    const values = variables.map((variable) => [variable, "https://issuer.example.com/"]);
    return [nameOf(module), { source: `./${relative(root, directory)}`, ...Object.fromEntries(values) }];
  });
  writeFileSync(join(root, "main.tf.json"), JSON.stringify({ provider, module: Object.fromEntries(calls) }));
  return root;
}

describeWith(["terraform", "mirror"], "Terraform", () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace();
  });
  afterAll(() => workspace.remove());

  test.each(STACKS)("validates %s as it is written", async (stack) => {
    const terraform = workspace.stack(workspace.project(stack), stack);
    await terraform.init();
    expect(await step(`${stack} validated`, () => terraform.succeed("validate"))).toMatch(/^Success!/);
  });

  async function validate(name: string, modules: readonly Module[]): Promise<Terraform> {
    const terraform = workspace.terraform(asModules(workspace, name, modules));
    await terraform.init();
    const validated = step(`${modules.length} modules validated`, () => terraform.succeed("validate"));
    expect(await validated).toMatch(/^Success!/);
    return terraform;
  }

  test(`validates every stack with ${Object.keys(CONTEXTS).join(", ")}`, async () => {
    const contexts = Object.entries(CONTEXTS);
    await validate(
      "contexts",
      contexts.flatMap(([context, changes]) => STACKS.map((stack): Module => ({ stack, context, changes }))),
    );
  });

  const COMBINED = combinations().flatMap(([context, changes]) =>
    STACKS.map((stack): Module => ({ stack, context, changes })),
  );

  test("validates every stack with every combination of resource policies", async () => {
    await validate("policies", COMBINED);
  });

  describeWith(["moto"], "against moto", () => {
    let moto: Moto;
    beforeAll(async () => {
      moto = await startMoto();
    });
    afterAll(() => moto.stop());

    test("plans IAM's resource policy where the context asks for one, and no other", async () => {
      const modules = COMBINED.filter(({ stack }) => stack === "iam");
      const root = asModules(workspace, "planned", modules);
      const terraform = workspace.terraform(root, await account(moto.url, "123456789012"));
      await terraform.init();
      const plan = await step(`${modules.length} modules planned`, () =>
        terraform.succeed("plan", "-input=false"),
      );
      const created = plan.matchAll(/# module\.(\S+)\.aws_api_gateway_rest_api_policy\.\S+ will be created/g);
      const restricted = modules.filter(
        ({ changes }) => Object.keys(changes.resourcePolicy as object).length > 0,
      );
      expect([...created].map(([, module]) => module).sort()).toEqual(restricted.map(nameOf).sort());
      expect(restricted).toHaveLength(15);
    });
  });
});
