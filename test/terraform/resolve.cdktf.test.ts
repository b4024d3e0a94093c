import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  App,
  AssetType,
  conditional,
  Fn,
  Op,
  TerraformAsset,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import type { Construct } from "constructs";
import type { Deployment } from "../../terraform/deployment.ts";
import { listStacks, readDeployment } from "../../terraform/resolve.ts";
import { base, options } from "./support/stack.ts";

/** What CDKTF itself synthesizes: tokens, functions, iterators, counts, dynamic blocks, assets, stacks that refer to each other. */
class Everything extends TerraformStack {
  readonly pool: CognitoUserPool;

  constructor(scope: Construct, file: string) {
    super(scope, "everything");
    new AwsProvider(this, "aws", { region: "eu-west-1" });
    const me = new DataAwsCallerIdentity(this, "me");
    const region = new DataAwsRegion(this, "region");
    const names = new TerraformVariable(this, "names", {
      type: "list(string)",
      default: ["reader", "writer"],
      validation: [{ condition: "${length(var.names) > 0}", errorMessage: "give a name" }],
    });
    const suffix = new TerraformVariable(this, "suffix", { type: "string", sensitive: true });
    const local = new TerraformLocal(this, "all", { names: names.value, suffix: suffix.value });
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "AWS", identifiers: [me.accountId] }],
          condition: [
            { test: "StringEquals", variable: "aws:PrincipalTag/team", values: ["&{aws:username}"] },
          ],
        },
      ],
    });
    const caller = TerraformIterator.fromList(names.listValue);
    const callers = new IamRole(this, "caller", {
      forEach: caller,
      name: Fn.join("-", [caller.value, suffix.value]),
      assumeRolePolicy: Fn.jsonencode({ Statement: [{ Principal: { AWS: me.arn }, Action: "sts:<&>" }] }),
    });
    const count = TerraformCount.of(Token.asNumber(Fn.lengthOf(names.listValue)));
    new IamRole(this, "counted", {
      count,
      name: `c-${Token.asString(count.index)}`,
      assumeRolePolicy: trust.json,
    });
    const again = TerraformIterator.fromResources(callers);
    new IamRole(this, "again", {
      forEach: again,
      name: `again-${again.getString("name")}`,
      assumeRolePolicy: trust.json,
    });

    this.pool = new CognitoUserPool(this, "pool", { name: "pool" });
    const domain = new CognitoUserPoolDomain(this, "domain", {
      userPoolId: this.pool.id,
      domain: `my-${me.accountId}`,
    });
    // The binding's type leaves lists of objects out, which work.
    const described = [
      { name: "test.read", text: "read" },
      { name: "test.write", text: "write" },
    ];
    const scopes = TerraformIterator.fromList(described as never);
    const server = new CognitoResourceServer(this, "server", {
      userPoolId: this.pool.id,
      identifier: "com.test.test",
      name: "server",
      scope: scopes.dynamic({
        scope_name: scopes.getString("name"),
        scope_description: scopes.getString("text"),
      }),
    });
    const client = new CognitoUserPoolClient(this, "client", {
      userPoolId: this.pool.id,
      name: "client",
      generateSecret: true,
      allowedOauthScopes: server.scopeIdentifiers,
    });

    const api = new ApiGatewayRestApi(this, "api", {
      name: "api",
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    const resource = new ApiGatewayResource(this, "resource", {
      restApiId: api.id,
      parentId: api.rootResourceId,
      pathPart: "tests",
      provisioners: [{ type: "local-exec", command: "echo ${self.id}" }],
      lifecycle: { createBeforeDestroy: true },
    });
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: api.id,
      triggers: { redeploy: Fn.sha1(Fn.jsonencode([resource.id, Fn.base64encode("x")])) },
      dependsOn: [resource],
    });
    const stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: "dev",
      accessLogSettings: {
        destinationArn: "arn",
        format: JSON.stringify({ id: "$context.requestId", x: "$${y}" }),
      },
      variables: { region: region.name },
    });
    stage.addOverride("variables.more", "yes");
    const asset = new TerraformAsset(this, "file", { path: file, type: AssetType.FILE });

    const output = (name: string, value: unknown, sensitive?: boolean) =>
      new TerraformOutput(this, name, { value, sensitive, staticId: true });
    output("api_url", stage.invokeUrl);
    output("token_url", `https://${domain.domain}.auth.${region.name}.amazoncognito.com/oauth2/token`);
    output("client_secret", client.clientSecret, true);
    output(
      "conditional",
      conditional(Op.gt(Fn.lengthOf(names.listValue), 1), Fn.element(names.listValue, 1), "one"),
    );
    output("looked_up", Fn.lookup(Token.asAnyMap(local.expression), "suffix", "none"));
    output("merged", Fn.merge([{ a: 1, "b-c": 2 }, { a: 3 }]));
    output("replaced", Fn.replace(`https://${this.pool.endpoint}`, "/^https:[/][/]/", ""));
    output("content", [Fn.file(asset.path), Fn.filebase64sha256(asset.path)]);
    output("raw", Fn.rawString('a ${b} "c"'));
  }
}

class Consumer extends TerraformStack {
  constructor(scope: Construct, { pool }: Everything) {
    super(scope, "consumer");
    new AwsProvider(this, "aws", { region: "eu-west-1" });
    new TerraformOutput(this, "issuer", { value: `https://${pool.endpoint}`, staticId: true });
  }
}

let outdir: string;
let everything: Deployment;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "cdktf-"));
  writeFileSync(join(outdir, "file.txt"), "hello");
  const app = new App({ outdir: join(outdir, "out") });
  new Consumer(app, new Everything(app, join(outdir, "file.txt")));
  app.synth();
  everything = readDeployment(join(outdir, "out"), "everything", { ...options, variables: { suffix: "x" } });
});

afterAll(() => rmSync(outdir, { recursive: true }));

const text = (address: string, attribute: string) => everything.find(address)!.string(attribute);
const outputs = (deployment: Deployment) =>
  Object.fromEntries(
    deployment.outputs
      .filter(({ name }) => !name.startsWith("cross-stack-output"))
      .map(({ name, value }) => [name, value]),
  );

test("the stacks are those of the app", () => {
  expect(listStacks(join(outdir, "out"))).toEqual(["consumer", "everything"]);
});

test("iterators, counts and chained iterators make their resources", () => {
  expect(everything.ofType("aws_iam_role").map(({ address }) => address)).toEqual([
    'aws_iam_role.again["reader"]',
    'aws_iam_role.again["writer"]',
    'aws_iam_role.caller["reader"]',
    'aws_iam_role.caller["writer"]',
    "aws_iam_role.counted[0]",
    "aws_iam_role.counted[1]",
  ]);
  expect(text('aws_iam_role.caller["reader"]', "name")).toBe("reader-x");
  expect(text('aws_iam_role.again["writer"]', "name")).toBe("again-writer-x");
  expect(text("aws_iam_role.counted[1]", "name")).toBe("c-1");
});

test("policies, as a document and as JSON, are what AWS would get", () => {
  expect(JSON.parse(text("aws_iam_role.counted[0]", "assume_role_policy"))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: "123456789012" },
        Condition: { StringEquals: { "aws:PrincipalTag/team": "${aws:username}" } },
      },
    ],
  });
  expect(text('aws_iam_role.caller["reader"]', "assume_role_policy")).toBe(
    '{"Statement":[{"Action":"sts:\\u003c\\u0026\\u003e","Principal":{"AWS":"arn:aws:iam::123456789012:user/deployer"}}]}',
  );
});

test("dynamic blocks, nested blocks, escapes and overrides are resolved", () => {
  const scopes = everything.ofType("aws_cognito_resource_server")[0]!.blocks("scope");
  expect(scopes.map((scope) => scope.string("scope_name"))).toEqual(["test.read", "test.write"]);
  const [client] = everything.ofType("aws_cognito_user_pool_client");
  expect(client?.stringList("allowed_oauth_scopes")).toEqual([
    "com.test.test/test.read",
    "com.test.test/test.write",
  ]);
  const [stage] = everything.ofType("aws_api_gateway_stage");
  expect(stage?.blocks("access_log_settings")[0]?.string("format")).toBe(
    '{"id":"$context.requestId","x":"${y}"}',
  );
  expect(stage?.map("variables")).toEqual({ region: "eu-west-1", more: "yes" });
  expect(everything.ofType("aws_api_gateway_deployment")[0]?.map("triggers").redeploy).toMatch(
    /^[0-9a-f]{40}$/,
  );
});

test("outputs are resolved, with local URLs, and secrets are marked", () => {
  const [api] = everything.ofType("aws_api_gateway_rest_api");
  const [pool] = everything.ofType("aws_cognito_user_pool");
  expect(outputs(everything)).toEqual({
    api_url: `${base}/execute-api/${api?.string("id")}/dev`,
    token_url: `${base}/auth/my-123456789012/oauth2/token`,
    client_secret: expect.stringMatching(/^[a-z0-9]{52}$/),
    conditional: "writer",
    looked_up: "x",
    merged: { a: 3, "b-c": 2 },
    replaced: `cognito-idp.eu-west-1.amazonaws.com/${pool?.string("id")}`,
    content: ["hello", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
    raw: 'a ${b} \\"c\\"',
  });
  expect(everything.outputs.filter(({ sensitive }) => sensitive).map(({ name }) => name)).toContain(
    "client_secret",
  );
});

test("a stack that refers to another gets its outputs", () => {
  const consumer = readDeployment(join(outdir, "out"), "consumer", {
    ...options,
    variables: { suffix: "x" },
  });
  const poolId = everything.ofType("aws_cognito_user_pool")[0]?.string("id");
  expect(outputs(consumer)).toEqual({ issuer: `${base}/cognito-idp/${poolId}` });
});
