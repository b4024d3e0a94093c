import { startLab } from "../../../lab/lab.ts";
import {
  apiMethod,
  apiResource,
  type Blocks,
  custom,
  ECHO,
  lambdaAuthorizer,
  lambdaFunction,
  merge,
  policyText,
  stackOf,
  writeStack,
  writeStacks,
} from "../support/terraform-directory.ts";
import { labDirectory, problemsOf, sound } from "./support/problems.ts";

const rest_api_id = "${aws_api_gateway_rest_api.shop.id}";

const problemsWith = (blocks: Blocks, more: Record<string, unknown> = {}): Promise<readonly string[]> =>
  problemsOf(writeStack(stackOf(merge(sound, blocks), more), { "backend.zip": ECHO, "guard.zip": ECHO }));

const method = (name: string, attributes: object): Blocks =>
  merge(apiResource(name, name), apiMethod("GET", name, { authorization: "NONE", ...attributes }, name));

/** A method whose integration is another one. */
function integration(name: string, attributes: object): Blocks {
  const { aws_api_gateway_method = {} } = apiMethod("GET", name, { authorization: "NONE" }, name);
  const common = { rest_api_id, resource_id: `\${aws_api_gateway_resource.${name}.id}`, http_method: "GET" };
  return merge(apiResource(name, name), {
    aws_api_gateway_method,
    aws_api_gateway_integration: { [name]: { ...common, ...attributes } },
  });
}

/** One thing each that bears on who gets in and that the lab does not run: blocks, and how the refusal begins. */
const REFUSED: readonly (readonly [what: string, blocks: Blocks, refusal: RegExp])[] = [
  [
    "an authorizer type that there is not",
    lambdaAuthorizer("magic", "guard", { type: "MAGIC" }),
    /^aws_api_gateway_authorizer\.magic: type: .*MAGIC/,
  ],
  [
    "an authorization that there is not",
    method("magic", { authorization: "MAGIC" }),
    /^aws_api_gateway_method\.magic: authorization: .*MAGIC/,
  ],
  [
    "an authorizer of nowhere",
    method("nowhere", { authorization: "CUSTOM", authorizer_id: "abc123" }),
    /^aws_api_gateway_method\.nowhere: authorizer_id: /,
  ],
  [
    "a condition key without a value here",
    {
      aws_api_gateway_rest_api_policy: {
        shop: {
          rest_api_id,
          policy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "execute-api:Invoke",
            Resource: "execute-api:/*",
            Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
          }),
        },
      },
    },
    /^aws_api_gateway_rest_api_policy\.shop: policy: .*aws:requestedregion/i,
  ],
  [
    "a web ACL",
    {
      aws_wafv2_web_acl_association: {
        shop: {
          resource_arn: "${aws_api_gateway_stage.shop.arn}",
          web_acl_arn: "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/x/y",
        },
      },
    },
    /^aws_wafv2_web_acl_association\.shop: resource_arn: /,
  ],
  [
    "an API key",
    method("keyed", { api_key_required: true }),
    /^aws_api_gateway_method\.keyed: api_key_required: /,
  ],
  [
    "layers",
    lambdaFunction("layered", "main.echo", { layers: ["arn:aws:lambda:us-east-1:1:layer:x:1"] }),
    /^aws_lambda_function\.layered: layers: /,
  ],
  [
    "another language",
    lambdaFunction("python", "main.echo", { runtime: "python3.12" }),
    /^aws_lambda_function\.python: runtime: .*python3\.12/,
  ],
  [
    "a trigger that changes tokens",
    {
      aws_cognito_user_pool: {
        people: {
          name: "people",
          lambda_config: [{ pre_token_generation: "${aws_lambda_function.guard.arn}" }],
        },
      },
    },
    /^aws_cognito_user_pool\.people: lambda_config\.pre_token_generation: /,
  ],
  [
    "an HTTP integration",
    integration("web", { type: "HTTP_PROXY", integration_http_method: "GET", uri: "https://example.com" }),
    /^aws_api_gateway_integration\.web: type: .*HTTP_PROXY/,
  ],
  [
    "an AWS integration",
    integration("queue", {
      type: "AWS",
      integration_http_method: "POST",
      uri: "arn:aws:apigateway:us-east-1:sqs:path/x",
    }),
    /^aws_api_gateway_integration\.queue: type: /,
  ],
  [
    "bodies that are validated by a model",
    merge(
      method("validated", {
        request_validator_id: "${aws_api_gateway_request_validator.body.id}",
        request_models: { "application/json": "Order" },
      }),
      {
        aws_api_gateway_request_validator: {
          body: { name: "body", rest_api_id, validate_request_body: true },
        },
      },
    ),
    /^aws_api_gateway_method\.validated: request_models: /,
  ],
  [
    "a resource of API Gateway that is not known",
    { aws_api_gateway_bouncer: { door: { rest_api_id } } },
    /^aws_api_gateway_bouncer\.door: /,
  ],
  [
    "a canary",
    {
      aws_api_gateway_stage: {
        canary: {
          rest_api_id,
          deployment_id: "${aws_api_gateway_deployment.shop.id}",
          stage_name: "canary",
          canary_settings: [{ percent_traffic: 10, deployment_id: "${aws_api_gateway_deployment.shop.id}" }],
        },
      },
    },
    /^aws_api_gateway_stage\.canary: canary_settings/,
  ],
  [
    "a REQUEST authorizer that caches without identity sources",
    merge(
      lambdaAuthorizer("blind", "guard", { type: "REQUEST", identity_source: "" }),
      method("blind", custom("blind")),
    ),
    /^aws_api_gateway_authorizer\.blind: identity_source: /,
  ],
  [
    "a regular expression that Java has and the lab has not",
    lambdaAuthorizer("regex", "guard", { type: "TOKEN", identity_validation_expression: "(?<=a)b" }),
    /^aws_api_gateway_authorizer\.regex: identity_validation_expression: /,
  ],
  [
    "an expression that only AWS can work out",
    method("unknown", { authorization: "${data.aws_ssm_parameter.authorization.value}" }),
    /authorization/,
  ],
  [
    "a role whose permissions are in another place",
    {
      aws_iam_role: {
        far: {
          name: "far",
          assume_role_policy: policyText({
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
          }),
        },
      },
      aws_iam_role_policy_attachment: {
        far: { role: "${aws_iam_role.far.name}", policy_arn: "arn:aws:iam::123456789012:policy/elsewhere" },
      },
    },
    /^aws_iam_role_policy_attachment\.far: policy_arn: /,
  ],
];
const DATA = { data: { aws_ssm_parameter: { authorization: { name: "/authorization" } } } };

describe("what the lab would have to ignore stops it, with the address, the attribute and the reason", () => {
  test("what everything here is built upon runs", async () => {
    const from = writeStack(stackOf(sound), { "backend.zip": ECHO, "guard.zip": ECHO });
    const lab = await startLab({ from, port: 0, directory: labDirectory, variables: {} });
    await lab.close();
  });

  test.each(REFUSED)("%s", async (_, blocks, refusal) => {
    const problems = await problemsWith(blocks, DATA);
    expect(problems).toContainEqual(expect.stringMatching(refusal));
  });

  test("all of it at once", async () => {
    const problems = await problemsWith(merge(...REFUSED.map(([, blocks]) => blocks)), DATA);
    for (const [, , refusal] of REFUSED) expect(problems).toContainEqual(expect.stringMatching(refusal));
  });

  test("an OpenAPI body makes routes that the lab does not read", async () => {
    const { aws_api_gateway_rest_api: _, ...rest } = sound;
    const api = {
      aws_api_gateway_rest_api: { shop: { name: "shop", body: '{"openapi":"3.0.1","paths":{}}' } },
    };
    const from = writeStack(stackOf(merge(rest, api)), { "backend.zip": ECHO, "guard.zip": ECHO });
    expect(await problemsOf(from)).toEqual([
      expect.stringMatching(/^aws_api_gateway_rest_api\.shop: body: /),
    ]);
  });

  test("a module", async () => {
    expect(await problemsWith({}, { module: { vpc: { source: "./vpc" } } })).toEqual([
      expect.stringMatching(/cdk\.tf\.json: module: /),
    ]);
  });

  test("the problems of every stack", async () => {
    const stack = (attributes: object) => ({
      terraform: stackOf(merge(sound, method("keyed", attributes))),
      packages: { "backend.zip": ECHO, "guard.zip": ECHO },
    });
    const keyed = { api_key_required: true };
    const from = writeStacks({ one: stack(keyed), two: stack({ authorization: "MAGIC" }) });
    expect(await problemsOf(from)).toEqual([
      expect.stringContaining("api_key_required"),
      expect.stringContaining("MAGIC"),
    ]);
  });
});
