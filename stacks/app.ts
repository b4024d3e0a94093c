import { App } from "cdktf";
import type { ApiStack } from "./api-stack.ts";
import { bundleAhead } from "./bundle/functions.ts";
import { CognitoScopesStack } from "./cognito-scopes.ts";
import { ComparisonStack } from "./comparison.ts";
import type { ApiContext } from "./context/schema.ts";
import { CustomAuthorizerStack } from "./custom-authorizer.ts";
import { IamStack } from "./iam.ts";

/** The four stacks of one declaration. */
export function makeStacks(app: App, context: ApiContext): readonly ApiStack[] {
  bundleAhead(context);
  return [IamStack, CognitoScopesStack, CustomAuthorizerStack, ComparisonStack].map(
    (Stack) => new Stack(app, context),
  );
}

/**
 * Writes the four stacks' Terraform. Every stack is validated before the first file is written.
 *
 * @param outdir by default what the CDKTF CLI asks for, or `cdktf.out`
 * @returns the synthesized files, below `outdir`
 * @throws Error a method without authorization, with its Terraform address
 */
export function synthesize(
  context: ApiContext,
  outdir?: string,
): { readonly outdir: string; readonly files: readonly string[] } {
  return withoutTraces(() => {
    const app = new App(outdir === undefined ? {} : { outdir });
    const stacks = makeStacks(app, context);
    // Before the first file is written. CDKTF validates once more, after its Aspects, which may have opened a method.
    for (const stack of stacks) stack.runAllValidations();
    app.synth();
    return {
      outdir: app.outdir,
      files: stacks.map((stack) => app.manifest.forStack(stack).synthesizedStackPath),
    };
  });
}

/**
 * CDKTF takes a whole stack trace for every token that it makes, which was half of the time of a synthesis.
 * Errors still have theirs.
 */
function withoutTraces<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
