import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RestApi } from "../../../../lab/gateway/model.ts";
import { type RunningResources, readApis } from "../../../../lab/gateway/read/apis.ts";
import type { Deployment } from "../../../../terraform/deployment.ts";
import { Problems } from "../../../../terraform/errors.ts";
import { readDeployment } from "../../../../terraform/resolve.ts";

/** Resources of Terraform JSON: type → name → arguments. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

const API = "${aws_api_gateway_rest_api.api.id}";

/** One open route, `GET /tests`, in front of one function, on the stage `dev`. */
export const BASE: Resources = {
  aws_api_gateway_rest_api: { api: { name: "test", endpoint_configuration: { types: ["REGIONAL"] } } },
  aws_api_gateway_resource: {
    tests: {
      rest_api_id: API,
      parent_id: "${aws_api_gateway_rest_api.api.root_resource_id}",
      path_part: "tests",
    },
  },
  aws_api_gateway_method: {
    get: {
      rest_api_id: API,
      resource_id: "${aws_api_gateway_resource.tests.id}",
      http_method: "GET",
      authorization: "NONE",
    },
  },
  aws_api_gateway_integration: {
    get: {
      rest_api_id: API,
      resource_id: "${aws_api_gateway_resource.tests.id}",
      http_method: "${aws_api_gateway_method.get.http_method}",
      type: "AWS_PROXY",
      integration_http_method: "POST",
      uri: "${aws_lambda_function.backend.invoke_arn}",
    },
  },
  aws_api_gateway_deployment: { deployment: { rest_api_id: API } },
  aws_api_gateway_stage: {
    dev: {
      rest_api_id: API,
      deployment_id: "${aws_api_gateway_deployment.deployment.id}",
      stage_name: "dev",
    },
  },
  aws_lambda_function: {
    backend: {
      function_name: "backend",
      role: "${aws_iam_role.backend.arn}",
      handler: "index.handler",
      runtime: "nodejs22.x",
      filename: "backend.zip",
    },
  },
  aws_lambda_permission: {
    backend: {
      action: "lambda:InvokeFunction",
      function_name: "${aws_lambda_function.backend.function_name}",
      principal: "apigateway.amazonaws.com",
      source_arn: "${aws_api_gateway_rest_api.api.execution_arn}/*/*/*",
    },
  },
  aws_iam_role: {
    backend: {
      name: "backend",
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com" },
        },
      }),
    },
  },
};

/** The base with resources added; an argument of a resource that is there already is replaced, `undefined` removes it. */
export function changed(...changes: readonly Resources[]): Resources {
  const result: Record<string, Record<string, object>> = structuredClone(BASE) as never;
  for (const change of changes) {
    for (const [type, byName] of Object.entries(change)) {
      const known = result[type] ?? {};
      result[type] = known;
      for (const [name, body] of Object.entries(byName)) known[name] = { ...known[name], ...body };
    }
  }
  return result;
}

/** Resolves Terraform JSON as the lab does, out of a directory that is gone afterwards. */
export function deploy(resource: Resources, data: object = {}): Deployment {
  const directory = mkdtempSync(join(tmpdir(), "gateway-"));
  try {
    const stack = join(directory, "stacks", "test");
    mkdirSync(stack, { recursive: true });
    const manifest = {
      version: "0.21.0",
      stacks: {
        test: {
          name: "test",
          synthesizedStackPath: "stacks/test/cdk.tf.json",
          workingDirectory: "stacks/test",
        },
      },
    };
    writeFileSync(join(directory, "manifest.json"), JSON.stringify(manifest));
    writeFileSync(
      join(stack, "cdk.tf.json"),
      JSON.stringify({ provider: { aws: [{ region: "ap-northeast-2" }] }, data, resource }),
    );
    return readDeployment(directory, "test", {
      accountId: "123456789012",
      callerArn: "arn:aws:iam::123456789012:user/test",
      variables: {},
      urls: {
        stage: (api, name) => `http://127.0.0.1:4566/execute-api/${api}/${name}`,
        issuer: (pool) => `http://127.0.0.1:4566/cognito-idp/${pool}`,
        domain: (prefix) => `http://127.0.0.1:4566/auth/${prefix}`,
      },
      secretSeed: "test",
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What the gateway makes of Terraform: the APIs, and what it refuses as `address: attribute: reason`. */
export function read(
  resource: Resources,
  running: Partial<RunningResources> = {},
): {
  readonly apis: readonly RestApi[];
  readonly problems: readonly string[];
  readonly deployment: Deployment;
} {
  const deployment = deploy(resource);
  const problems = new Problems();
  const arns = (type: string) => new Set(deployment.ofType(type).map((one) => one.string("arn")));
  const apis = readApis(
    deployment,
    {
      hasFunction: (arn) => arns("aws_lambda_function").has(arn),
      hasUserPool: (arn) => arns("aws_cognito_user_pool").has(arn),
      ...running,
    },
    problems,
  );
  return {
    apis,
    deployment,
    problems: problems.all.map(({ address, attribute, reason }) =>
      [address, attribute ?? "-", reason].join(": "),
    ),
  };
}

/** The one API of Terraform that has no problem. */
export function readApi(resource: Resources): RestApi {
  const { apis, problems } = read(resource);
  const [api] = apis;
  if (api === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  return api;
}
