import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../support/requires.ts";
import { type AccountEnvironment, account, bucket } from "./support/aws.ts";
import { type Moto, startMoto } from "./support/moto.ts";
import { Workspace } from "./support/workspace.ts";

jest.setTimeout(120_000);

/** One resource is enough to have a state. */
const APPLY = [
  "apply",
  "-auto-approve",
  "-input=false",
  "-target=aws_cloudwatch_log_group.backend-function_logs",
];

describeWith(["terraform", "mirror", "moto"], "a state in S3", () => {
  let moto: Moto;
  let workspace: Workspace;
  let environment: AccountEnvironment;
  beforeAll(async () => {
    workspace = new Workspace();
    moto = await startMoto();
    environment = await account(moto.url, "123456789012");
  });
  afterAll(async () => {
    await moto.stop();
    workspace.remove();
  });

  test("is encrypted, and locked while it is written", async () => {
    const states = bucket(environment, "state-of-things");
    await states.create();
    const project = workspace.project("s3", {
      state: { s3: { bucket: "state-of-things", keyPrefix: "apis/test" } },
    });
    const terraform = workspace.stack(project, "iam", environment);
    // Where moto is, buckets are no host names.
    await terraform.init("-backend-config=use_path_style=true");
    await terraform.succeed(...APPLY);
    const key = "apis/test/iam.tfstate";
    expect(await states.list()).toEqual([key]);
    expect((await states.head(key)).get("x-amz-server-side-encryption")).toBe("AES256");
    expect(existsSync(join(project, "terraform.iam.tfstate"))).toBe(false);

    await states.put(`${key}.tflock`, JSON.stringify({ ID: "somebody-else", Who: "another@machine" }));
    const { status, output } = await terraform.run(...APPLY, "-lock-timeout=0s");
    expect(status).toBe(1);
    expect(output).toContain("Error acquiring the state lock");
    expect(output).toContain("another@machine");
  });
});
