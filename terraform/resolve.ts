import { checkConditions } from "./conditions.ts";
import { readConfig } from "./config.ts";
import { checkDeclarations } from "./declarations.ts";
import type { Deployment } from "./deployment.ts";
import { Problems, TerraformError } from "./errors.ts";
import { ExpressionError } from "./expression/error.ts";
import { evaluate } from "./expression/evaluate.ts";
import { JsonExpressions } from "./expression/json.ts";
import { Budget } from "./expression/limits.ts";
import { parseTemplate } from "./expression/parse.ts";
import { settle } from "./expression/scope.ts";
import { readFileWithin, readJsonFile, readManifest } from "./manifest.ts";
import { DeployedNames } from "./names.ts";
import { partitionOf } from "./providers.ts";
import { type Localize, ResourceView } from "./resource.ts";
import { Stack } from "./stack.ts";
import { StackDeployment } from "./stack-deployment.ts";
import { type LocalUrls, localizeValue, type PublicNames } from "./urls.ts";
import { mapOf, type Value } from "./value.ts";
import { readVariables, validateVariables } from "./variables.ts";

export type { LocalUrls } from "./urls.ts";

/** As whom, and with what, a stack is deployed. */
export interface DeploymentOptions {
  readonly accountId: string;
  /** The ARN of who deploys, for `data.aws_caller_identity`. */
  readonly callerArn: string;
  /** Values of Terraform variables, as text; those that a stack does not declare are ignored. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values for variables that are not given, taken as they are: no `validation` is asked. @default - none */
  readonly standIns?: Readonly<Record<string, string>>;
  readonly urls: LocalUrls;
  /** What secrets (client secrets, passwords, access keys) are made from: whoever knows it, knows them. */
  readonly secretSeed: string;
  /** The region of a provider that names none; us-east-1 by default. */
  readonly region?: string;
}

/**
 * The names of the stacks in a synthesized output directory, in the order of its manifest.
 *
 * @throws {TerraformError} when there is no manifest, or it is malformed.
 */
export function listStacks(outputDirectory: string): string[] {
  return readManifest(outputDirectory).map(({ name }) => name);
}

/**
 * The names of the Terraform variables that a stack declares.
 *
 * @throws {TerraformError} when the stack cannot be read.
 */
export function listVariables(outputDirectory: string, stack: string): string[] {
  const { config } = openStack(outputDirectory, stack);
  return config.variables.map(({ name }) => name);
}

/**
 * Reads a stack's `cdk.tf.json` and resolves it.
 *
 * What cannot be resolved stays an `Unresolved` value, an error only to whoever needs it. What bears on which resources
 * there are, and is not understood, is refused here: modules, unknown blocks and attributes, resources whose number is
 * not known, references to nothing and in circles.
 *
 * @throws {TerraformError} with every problem, sorted.
 */
export function readDeployment(
  outputDirectory: string,
  stack: string,
  options: DeploymentOptions,
): Deployment {
  return new DeploymentReader(outputDirectory, options).read(stack, []).deployment;
}

function openStack(outputDirectory: string, stack: string) {
  const location = readManifest(outputDirectory).find(({ name }) => name === stack);
  if (!location) {
    throw new TerraformError(
      outputDirectory,
      undefined,
      `there is no stack ${JSON.stringify(stack)} in its manifest.json`,
    );
  }
  const problems = new Problems();
  const config = readConfig(readJsonFile(location.file), location.file, problems);
  return { location, config, problems };
}

interface Read {
  readonly deployment: Deployment;
  /** The outputs before any URL is replaced, for a stack that refers to this one. */
  readonly outputs: Value;
  readonly names: PublicNames;
}

class DeploymentReader {
  readonly #outputDirectory: string;
  readonly #options: DeploymentOptions;

  constructor(outputDirectory: string, options: DeploymentOptions) {
    this.#outputDirectory = outputDirectory;
    this.#options = options;
  }

  /** @param readers the stacks whose references led here. */
  read(name: string, readers: readonly string[]): Read {
    const { location, config, problems } = openStack(this.#outputDirectory, name);
    const {
      accountId,
      callerArn,
      secretSeed,
      variables: given,
      standIns,
      region: fallbackRegion = "us-east-1",
    } = this.#options;
    const expressions = this.#expressions(location.directory);
    checkDeclarations(config, expressions, problems);
    const variables = readVariables(
      config.variables,
      { ...standIns, ...given },
      expressions,
      location.file,
      problems,
    );
    problems.throwIfAny();

    const producers = new Map<string, Read>();
    const stack = new Stack(config, variables, expressions, {
      stack: name,
      directory: location.directory,
      accountId,
      callerArn,
      secretSeed,
      fallbackRegion,
      outputsOf: (producer) => this.#producer(producer, [...readers, name], producers)?.outputs,
    });
    validateVariables(config.variables, given, expressions, stack, problems);
    const provider = problems.attempt(() => stack.providers.get("aws", location.file));
    const instances = stack.resources(problems);
    for (const instance of instances) checkConditions(instance, problems);
    problems.throwIfAny();

    const names = new DeployedNames(instances, () =>
      [...producers.values()].map((producer) => producer.names),
    );
    const localize: Localize = (value) => localizeValue(value, names, this.#options.urls);
    const region = provider?.region ?? fallbackRegion;
    const outputs = new Map(
      config.outputs.map((output) => [output.name, { output, value: () => stack.output(output) }]),
    );
    const deployment = new StackDeployment({
      stack: name,
      directory: location.directory,
      accountId,
      region,
      partition: partitionOf(region).partition,
      resources: instances.map((instance) => new ResourceView(instance, localize)),
      readOutputs: () =>
        [...outputs.values()].map(({ output, value }) => ({
          name: output.name,
          value: localize(value()),
          sensitive: output.body.sensitive === true || output.body.sensitive === "true",
          description: typeof output.body.description === "string" ? output.body.description : undefined,
        })),
    });
    return {
      deployment,
      names,
      get outputs() {
        return mapOf([...outputs].map(([output, { value }]) => [output, value()] as const));
      },
    };
  }

  /** Another stack of the directory; `undefined` if there is none of that name. */
  #producer(name: string, readers: readonly string[], known: Map<string, Read>): Read | undefined {
    if (readers.includes(name))
      throw new ExpressionError(`the stacks ${[...readers, name].join(" → ")} form a circle`);
    const read = known.get(name);
    if (read || !listStacks(this.#outputDirectory).includes(name)) return read;
    const producer = this.read(name, readers);
    known.set(name, producer);
    return producer;
  }

  #expressions(stackDirectory: string): JsonExpressions {
    const context = {
      budget: new Budget(),
      readFile: (path: string) => {
        try {
          return readFileWithin(this.#outputDirectory, stackDirectory, path);
        } catch (error) {
          throw new ExpressionError((error as Error).message, { cause: error });
        }
      },
      render: (template: string, variables: { readonly [key: string]: Value }): Value => {
        const scope = { lookup: (name: string) => variables[name] };
        return settle(evaluate(parseTemplate(template), scope, context));
      },
    };
    return new JsonExpressions(context);
  }
}
