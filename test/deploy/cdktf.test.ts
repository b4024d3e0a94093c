import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../support/leash.ts";
import { describeWith } from "../support/requires.ts";
import { type AccountEnvironment, account, inventory } from "./support/aws.ts";
import { copyCheckout } from "./support/checkout.ts";
import { type Moto, startMoto } from "./support/moto.ts";
import { step } from "./support/progress.ts";
import { Workspace } from "./support/workspace.ts";

jest.setTimeout(240_000);

describeWith(["terraform", "mirror", "moto"], "the CDKTF CLI", () => {
  let moto: Moto;
  let workspace: Workspace;
  let checkout: string;
  let environment: AccountEnvironment;
  beforeAll(async () => {
    workspace = new Workspace();
    moto = await startMoto();
    checkout = copyCheckout(join(workspace.directory, "checkout"));
    environment = await account(moto.url, "123456789012");
  });
  afterAll(async () => {
    await moto.stop();
    workspace.remove();
  });

  const cdktf = (...args: readonly string[]) =>
    run(["npx", "--no-install", "cdktf", ...args], {
      cwd: checkout,
      env: workspace.environment({ ...environment, CI: "true" }),
      seconds: 120,
    });

  test("deploys a stack, writes its outputs as the contract has them, and destroys it", async () => {
    const common = ["cognito-scopes", "--auto-approve"];
    const deployed = await step("cdktf deploy", () =>
      cdktf(
        "deploy",
        ...common,
        "--skip-provider-lock",
        "--outputs-file",
        "outputs.json",
        "--outputs-file-include-sensitive-outputs",
      ),
    );
    expect(deployed).toMatchObject({ status: 0 });
    const text = expect.stringMatching(/^.+$/);
    const https = (end: string) =>
      expect.stringMatching(new RegExp(`^https://[^/]+\\.amazon(aws|cognito)\\.com${end}$`));
    const outputs = JSON.parse(readFileSync(join(checkout, "outputs.json"), "utf8"));
    expect(outputs).toEqual({
      "cognito-scopes": {
        api_url: https("/dev"),
        token_url: https("/oauth2/token"),
        issuer: https("/ap-northeast-2_\\w+"),
        reader_client_id: text,
        reader_client_secret: text,
        writer_client_id: text,
        writer_client_secret: text,
      },
    });
    const { reader_client_secret, writer_client_secret } = outputs["cognito-scopes"];
    for (const secret of [reader_client_secret, writer_client_secret]) {
      expect(deployed.output).not.toContain(secret);
    }
    expect((await inventory(environment)).length).toBeGreaterThan(3);

    const destroyed = await step("cdktf destroy", () => cdktf("destroy", ...common));
    expect(destroyed).toMatchObject({ status: 0 });
    expect(await inventory(environment)).toEqual([]);
  });
});
