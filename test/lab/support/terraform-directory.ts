import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import { temporaryDirectory } from "./temporary-directory.ts";

type Json = Readonly<Record<string, unknown>>;

/** A stack that this project did not make. */
export interface ForeignStack {
  /** `cdk.tf.json`. */
  readonly terraform: Json;
  /** Deployment packages, by their path in the stack's directory: file name → source. */
  readonly packages?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Writes stacks the way CDKTF lays them out: `manifest.json`, `stacks/<stack>/cdk.tf.json` and assets. */
export function writeStacks(stacks: Readonly<Record<string, ForeignStack>>): string {
  const directory = temporaryDirectory();
  const manifest: Record<string, Json> = {};
  for (const [name, { terraform, packages = {} }] of Object.entries(stacks)) {
    const stack = join(directory, "stacks", name);
    manifest[name] = {
      name,
      constructPath: name,
      workingDirectory: `stacks/${name}`,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    };
    write(join(stack, "cdk.tf.json"), JSON.stringify(terraform));
    for (const [file, sources] of Object.entries(packages)) {
      const entries = Object.entries(sources).map(([path, source]) => [path, Buffer.from(source)] as const);
      write(join(stack, file), zipSync(Object.fromEntries(entries)));
    }
  }
  write(join(directory, "manifest.json"), JSON.stringify({ version: "0.20.11", stacks: manifest }));
  return directory;
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** One stack of its own. */
export const writeStack = (terraform: Json, packages?: ForeignStack["packages"], name = "shop"): string =>
  writeStacks({ [name]: { terraform, ...(packages && { packages }) } });

/** Terraform blocks by type and name, as of `resource`. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Puts the blocks of several parts together; two of one type and name are an error. */
export function merge(...parts: readonly Blocks[]): Blocks {
  const merged: Record<string, Record<string, Json>> = {};
  for (const [type, blocks] of parts.flatMap((part) => Object.entries(part))) {
    for (const [name, block] of Object.entries(blocks)) {
      merged[type] ??= {};
      if (merged[type][name]) throw new Error(`${type}.${name} is there twice`);
      merged[type][name] = block;
    }
  }
  return merged;
}

/** An IAM policy document of some statements, as JSON text. */
export const policyText = (...statements: readonly Json[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A Node function out of `<name>.zip`, with the role that Lambda runs it with. */
export function lambdaFunction(name: string, handler: string, more: Json = {}): Blocks {
  return {
    aws_lambda_function: {
      [name]: {
        function_name: `shop-${name}`,
        filename: `${name}.zip`,
        handler,
        runtime: "nodejs20.x",
        role: `\${aws_iam_role.${name}.arn}`,
        ...more,
      },
    },
    aws_iam_role: {
      [name]: {
        name: `shop-${name}`,
        assume_role_policy: policyText({
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com" },
        }),
      },
    },
  };
}

/** Lets API Gateway invoke a function for whatever part of the API `shop`. */
export const invokePermission = (
  name: string,
  sourceArn = "${aws_api_gateway_rest_api.shop.execution_arn}/*",
): Blocks => ({
  aws_lambda_permission: {
    [name]: {
      statement_id: "apigateway",
      action: "lambda:InvokeFunction",
      function_name: `\${aws_lambda_function.${name}.function_name}`,
      principal: "apigateway.amazonaws.com",
      source_arn: sourceArn,
    },
  },
});

/** The API `shop` with its deployment and a stage. */
export function restApi(more: Json = {}, stage = "v1"): Blocks {
  const rest_api_id = "${aws_api_gateway_rest_api.shop.id}";
  return {
    aws_api_gateway_rest_api: {
      shop: { name: "shop", endpoint_configuration: [{ types: ["REGIONAL"] }], ...more },
    },
    aws_api_gateway_deployment: { shop: { rest_api_id } },
    aws_api_gateway_stage: {
      shop: { rest_api_id, deployment_id: "${aws_api_gateway_deployment.shop.id}", stage_name: stage },
    },
  };
}

/** A resource of the API `shop`. @param parent another resource's name; none is the root */
export function apiResource(name: string, pathPart: string, parent?: string): Blocks {
  const parent_id = parent
    ? `\${aws_api_gateway_resource.${parent}.id}`
    : "${aws_api_gateway_rest_api.shop.root_resource_id}";
  const rest_api_id = "${aws_api_gateway_rest_api.shop.id}";
  return { aws_api_gateway_resource: { [name]: { rest_api_id, parent_id, path_part: pathPart } } };
}

/** A method of a resource of the API `shop`, with a proxy integration of the function `backend`. */
export function apiMethod(
  verb: string,
  resource: string,
  authorization: Json,
  name = `${verb}-${resource}`,
): Blocks {
  const rest_api_id = "${aws_api_gateway_rest_api.shop.id}";
  const resource_id = `\${aws_api_gateway_resource.${resource}.id}`;
  return {
    aws_api_gateway_method: { [name]: { rest_api_id, resource_id, http_method: verb, ...authorization } },
    aws_api_gateway_integration: {
      [name]: {
        rest_api_id,
        resource_id,
        http_method: `\${aws_api_gateway_method.${name}.http_method}`,
        type: "AWS_PROXY",
        integration_http_method: "POST",
        uri: "${aws_lambda_function.backend.invoke_arn}",
      },
    },
  };
}

/** A Lambda authorizer of the API `shop`. @param functionName a function of the stack */
export function lambdaAuthorizer(name: string, functionName: string, more: Json): Blocks {
  return {
    aws_api_gateway_authorizer: {
      [name]: {
        name,
        rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
        authorizer_uri: `\${aws_lambda_function.${functionName}.invoke_arn}`,
        ...more,
      },
    },
  };
}

/** `authorization` and `authorizer_id` of a method with a Lambda authorizer. */
export const custom = (authorizer: string): Json => ({
  authorization: "CUSTOM",
  authorizer_id: `\${aws_api_gateway_authorizer.${authorizer}.id}`,
});

/** A stack of some resources in us-east-1, with the URL of the stage `shop` as the output `url`. */
export const stackOf = (resource: Blocks, more: Json = {}): Json => ({
  terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
  provider: { aws: [{ region: "us-east-1" }] },
  resource,
  output: { url: { value: "${aws_api_gateway_stage.shop.invoke_url}" } },
  ...more,
});

/** A backend that answers with the event that it got. */
export const ECHO = {
  "main.js": "exports.echo = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });",
};
