import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackName } from "../../stacks/names.ts";
import { describeWith } from "../support/requires.ts";
import { synthesized } from "../support/synthesized.ts";
import { Workspace } from "./support/workspace.ts";

jest.setTimeout(60_000);

describeWith(["terraform"], "Terraform's variables", () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace();
  });
  afterAll(() => workspace.remove());

  /** Plans with the stack's variables alone: what they refuse, they refuse before anything else is looked at. */
  async function plan(stack: StackName, variable: string, value: unknown) {
    const directory = join(workspace.directory, `${stack}-${variable}`);
    mkdirSync(directory, { recursive: true });
    const { [variable]: declared } = synthesized(stack).variable;
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify({ variable: { [variable]: declared } }));
    const terraform = workspace.terraform(directory);
    const given =
      value === undefined
        ? []
        : ["-var", `${variable}=${typeof value === "string" ? value : JSON.stringify(value)}`];
    const { status, output } = await terraform.run("plan", "-input=false", ...given);
    return { status, output: output.replace(/[│╷╵\s]+/g, " ") };
  }

  const account = "arn:aws:iam::123456789012:root";
  const HTTPS = "The token issuer must be an https URL without query, fragment or user.";
  const AUDIENCE = "The token audience must not be empty.";
  const PRINCIPALS = "without *.";

  describe.each(["custom-authorizer", "comparison"] as const)("%s", (stack) => {
    test.each([
      ["token_issuer", "https://issuer.example.com"],
      ["token_issuer", "https://issuer.example.com/tenant/"],
      ["token_audience", "https://api.example.com"],
    ])("takes %s = %s", async (variable, value) => {
      expect(await plan(stack, variable, value)).toMatchObject({ status: 0 });
    });

    test.each([
      ["token_issuer", "http://issuer.example.com/", HTTPS],
      ["token_issuer", "https://issuer.example.com/?tenant=a", HTTPS],
      ["token_issuer", "https://issuer.example.com/#a", HTTPS],
      ["token_issuer", "https://user@issuer.example.com/", HTTPS],
      ["token_issuer", "issuer.example.com", HTTPS],
      ["token_issuer", "", HTTPS],
      ["token_audience", " ", AUDIENCE],
    ])("refuses %s = %j", async (variable, value, message) => {
      const { status, output } = await plan(stack, variable, value);
      expect(status).toBe(1);
      expect(output).toContain(message);
    });

    test.each(["token_issuer", "token_audience"])("has no default for %s", async (variable) => {
      const { status, output } = await plan(stack, variable, undefined);
      expect(status).toBe(1);
      expect(output).toContain(`The root module input variable "${variable}" is not set`);
    });
  });

  describe.each(["iam", "comparison"] as const)("%s", (stack) => {
    test.each([
      [undefined],
      [[]],
      [["123456789012", account]],
      [["arn:aws:iam::123456789012:role/path/ci", "arn:aws:sts::123456789012:assumed-role/ci/session"]],
    ])("takes trusted_principals = %j", async (value) => {
      expect(await plan(stack, "trusted_principals", value)).toMatchObject({ status: 0 });
    });

    test.each([
      [["*"]],
      [[account, "arn:aws:iam::123456789012:role/*"]],
      [["arn:aws:iam::*:root"]],
      [["12345678901"]],
      [["lambda.amazonaws.com"]],
    ])("refuses trusted_principals = %j", async (value) => {
      const { status, output } = await plan(stack, "trusted_principals", value);
      expect(status).toBe(1);
      expect(output).toContain(PRINCIPALS);
    });
  });
});
