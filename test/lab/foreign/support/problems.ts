import { startLab } from "../../../../lab/lab.ts";
import { TerraformError } from "../../../../terraform/errors.ts";
import { temporaryDirectory } from "../../support/temporary-directory.ts";
import {
  apiMethod,
  apiResource,
  invokePermission,
  lambdaFunction,
  merge,
  restApi,
} from "../../support/terraform-directory.ts";

/** An API with one open route, which the lab runs: with a `backend`, and with a `guard` that nobody calls. */
export const sound = merge(
  restApi(),
  apiResource("items", "items"),
  apiMethod("GET", "items", { authorization: "NONE" }),
  lambdaFunction("backend", "main.echo"),
  lambdaFunction("guard", "main.echo"),
  invokePermission("backend"),
);

/** One for all: a lab that finds its keys there makes no new ones. */
export const labDirectory = temporaryDirectory();

/** Starts a lab; its problems, which it must have. */
export async function problemsOf(
  from: string,
  variables: Record<string, string> = {},
): Promise<readonly string[]> {
  const starting = startLab({ from, port: 0, directory: labDirectory, variables });
  const error = await starting.then(
    (lab) => lab.close().then(() => undefined),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TerraformError);
  return (error as TerraformError).problems.map(({ address, attribute, reason }) =>
    [address, attribute, reason].filter((part) => part !== undefined).join(": "),
  );
}
