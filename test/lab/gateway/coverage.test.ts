import { readdirSync } from "node:fs";
import { checkCoverage, ENFORCED } from "../../../lab/gateway/coverage.ts";
import { Problems } from "../../../terraform/errors.ts";
import { resourceSchema, type Schema } from "../../../terraform/schema/table.ts";
import { BASE, changed, deploy, type Resources } from "./support/terraform.ts";

function check(resources: Resources) {
  const problems = new Problems();
  const ignored = checkCoverage(deploy(resources), problems);
  return {
    problems: problems.all.map(({ address, attribute, reason }) =>
      [address, attribute ?? "-", reason].join(": "),
    ),
    ignored: ignored.map(({ address, attribute }) =>
      attribute === undefined ? address : `${address}: ${attribute}`,
    ),
  };
}

/** `aws_api_gateway_rest_api` of the directory `api-gateway-rest-api`. */
const TYPES = readdirSync("node_modules/@cdktf/provider-aws/lib")
  .filter((name) => /^(api-gateway|apigatewayv2|iam|cognito|lambda|wafv2)-/.test(name))
  .map((name) => `aws_${name.replaceAll("-", "_")}`);

/** Dotted names of what can be configured. */
function configurable(schema: Schema, prefix = ""): string[] {
  return [
    ...[...schema.attributes]
      .filter(([, { configurable }]) => configurable)
      .map(([name]) => `${prefix}${name}`),
    ...[...schema.blocks].map(([name]) => `${prefix}${name}`),
  ];
}

describe("the tables", () => {
  test("know every attribute of every enforced type that the provider has", () => {
    for (const [type, { read, refused = {}, harmless }] of Object.entries(ENFORCED)) {
      const schema = resourceSchema(type);
      if (schema === undefined) continue;
      const known = new Set([...read, ...Object.keys(refused), ...Object.keys(harmless)]);
      expect([type, configurable(schema).filter((name) => !known.has(name))]).toEqual([type, []]);
      for (const [block, inner] of schema.blocks) {
        const nested = [...known].some((name) => name.startsWith(`${block}.`));
        const missing = nested
          ? configurable(inner.schema, `${block}.`).filter((name) => !known.has(name))
          : [];
        expect([type, missing]).toEqual([type, []]);
      }
    }
  });

  test("name no attribute twice and none that the provider does not have", () => {
    for (const [type, { read, refused = {}, harmless }] of Object.entries(ENFORCED)) {
      const names = [...read, ...Object.keys(refused), ...Object.keys(harmless)];
      expect([type, names.filter((name, index) => names.indexOf(name) !== index)]).toEqual([type, []]);
      const schema = resourceSchema(type);
      if (schema === undefined) continue;
      const has = (name: string): boolean => {
        const [first = "", second] = name.split(".");
        const block = schema.blocks.get(first);
        if (second === undefined) return schema.attributes.has(first) || block !== undefined;
        return block?.schema.attributes.has(second) ?? false;
      };
      expect([type, names.filter((name) => !has(name))]).toEqual([type, []]);
    }
  });

  test("every type of the families that bear on who gets in is enforced, refused or named as harmless", () => {
    const unknown = TYPES.filter((type) => {
      const { problems, ignored } = checkOne(type);
      const listed = Object.hasOwn(ENFORCED, type) || ignored.length > 0 || problems.length > 0;
      return !listed || problems.some((problem) => problem.includes("does not know"));
    });
    expect(unknown).toEqual([]);
  });
});

/** A resource of a type with nothing in it, without Terraform's own checks. */
function checkOne(type: string) {
  const problems = new Problems();
  const resource = { address: `${type}.x`, type, name: "x", attributes: {}, get: () => undefined };
  const deployment = { resources: [resource], ofType: () => [] } as never;
  return { ignored: checkCoverage(deployment, problems), problems: problems.all.map(({ reason }) => reason) };
}

describe("checkCoverage", () => {
  test("the base has no problem, and nothing of it that counts is ignored", () => {
    expect(check(BASE)).toEqual({ problems: [], ignored: ["aws_lambda_function.backend: role"] });
  });

  test("harmless attributes are listed, nested ones by their path", () => {
    const { problems, ignored } = check(
      changed({
        aws_api_gateway_rest_api: { api: { description: "x", tags: { a: "b" } } },
        aws_api_gateway_method_settings: {
          all: {
            rest_api_id: "${aws_api_gateway_rest_api.api.id}",
            stage_name: "dev",
            method_path: "*/*",
            settings: { logging_level: "INFO", throttling_rate_limit: 5 },
          },
        },
      }),
    );
    expect(problems).toEqual([]);
    expect(ignored).toEqual(
      expect.arrayContaining([
        "aws_api_gateway_rest_api.api: description",
        "aws_api_gateway_rest_api.api: tags",
        "aws_api_gateway_method_settings.all: settings[0].logging_level",
      ]),
    );
    expect(ignored.join()).not.toContain("throttling_rate_limit");
  });

  test("an attribute that says nothing (false, empty) is not refused", () => {
    expect(check(changed({ aws_api_gateway_rest_api: { api: { body: null } } })).problems).toEqual([]);
  });

  test.each<[string, Resources, string]>([
    [
      "an OpenAPI body",
      changed({ aws_api_gateway_rest_api: { api: { body: "{}" } } }),
      "aws_api_gateway_rest_api.api: body",
    ],
    [
      "a canary",
      changed({
        aws_api_gateway_stage: {
          dev: {
            canary_settings: {
              percent_traffic: 5,
              deployment_id: "${aws_api_gateway_deployment.deployment.id}",
            },
          },
        },
      }),
      "aws_api_gateway_stage.dev: canary_settings",
    ],
    [
      "a function URL",
      changed({ aws_lambda_function_url: { url: { function_name: "backend", authorization_type: "NONE" } } }),
      "aws_lambda_function_url.url: -",
    ],
    [
      "a web ACL on the stage",
      changed({
        aws_wafv2_web_acl_association: {
          waf: { resource_arn: "${aws_api_gateway_stage.dev.arn}", web_acl_arn: "arn:x" },
        },
      }),
      "aws_wafv2_web_acl_association.waf: resource_arn",
    ],
    [
      "mutual TLS",
      changed({
        aws_api_gateway_domain_name: {
          d: { domain_name: "a.example", mutual_tls_authentication: { truststore_uri: "s3://a/b" } },
        },
      }),
      "aws_api_gateway_domain_name.d: mutual_tls_authentication",
    ],
    [
      "an HTTP API",
      changed({ aws_apigatewayv2_api: { http: { name: "http", protocol_type: "HTTP" } } }),
      "aws_apigatewayv2_api.http: -",
    ],
    [
      "a type of a family that no table knows",
      changed({ aws_cognito_something_new: { x: { name: "x" } } }),
      "aws_cognito_something_new.x: -",
    ],
    [
      "an unknown type that names the API",
      changed({ aws_something_new: { x: { target: "${aws_api_gateway_rest_api.api.execution_arn}/*" } } }),
      "aws_something_new.x: target",
    ],
    [
      "an unknown type that names the function",
      changed({ aws_something_new: { x: { settings: { arn: "${aws_lambda_function.backend.arn}" } } } }),
      "aws_something_new.x: settings",
    ],
    [
      "a VPC endpoint policy for execute-api",
      changed({
        aws_vpc_endpoint: {
          e: { service_name: "com.amazonaws.ap-northeast-2.execute-api", vpc_id: "vpc-1", policy: "{}" },
        },
      }),
      "aws_vpc_endpoint.e: policy",
    ],
  ])("%s is refused", (_, resources, expected) => {
    expect(check(resources).problems).toEqual([expect.stringContaining(expected)]);
  });

  test.each<[string, Resources, string]>([
    ["a bucket", changed({ aws_s3_bucket: { b: { bucket: "b" } } }), "aws_s3_bucket.b"],
    [
      "an alarm on the API",
      changed({
        aws_cloudwatch_metric_alarm: { a: { dimensions: { ApiId: "${aws_api_gateway_rest_api.api.id}" } } },
      }),
      "aws_cloudwatch_metric_alarm.a",
    ],
    [
      "a log group of the API",
      changed({ aws_cloudwatch_log_group: { l: { name: "/aws/api/${aws_api_gateway_rest_api.api.id}" } } }),
      "aws_cloudwatch_log_group.l",
    ],
    [
      "a web ACL on something else",
      changed({
        aws_wafv2_web_acl_association: {
          waf: { resource_arn: "arn:aws:elasticloadbalancing:x", web_acl_arn: "arn:x" },
        },
      }),
      "aws_wafv2_web_acl_association.waf",
    ],
    [
      "a VPC endpoint of another service",
      changed({
        aws_vpc_endpoint: {
          e: { service_name: "com.amazonaws.ap-northeast-2.s3", vpc_id: "vpc-1", policy: "{}" },
        },
      }),
      "aws_vpc_endpoint.e",
    ],
    [
      "another provider's resource",
      changed({ time_sleep: { t: { create_duration: "1s" } } }),
      "time_sleep.t",
    ],
  ])("%s is ignored, and listed", (_, resources, expected) => {
    const { problems, ignored } = check(resources);
    expect([problems, ignored.includes(expected)]).toEqual([[], true]);
  });
});
