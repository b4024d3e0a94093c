import { readDeployment } from "../../../terraform/resolve.ts";
import { Unresolved } from "../../../terraform/value.ts";
import { base, deploy, options, refusals, synthesized } from "../support/stack.ts";

function data(type: string, body: Readonly<Record<string, unknown>>, attribute: string): unknown {
  const output = { o: { value: `\${data.${type}.d.${attribute}}` } };
  return deploy({ data: { [type]: { d: body } }, output }).outputs[0]?.value;
}

test.each([
  ["aws_caller_identity", {}, "account_id", "123456789012"],
  ["aws_caller_identity", {}, "arn", "arn:aws:iam::123456789012:user/deployer"],
  ["aws_caller_identity", {}, "id", "123456789012"],
  ["aws_region", {}, "name", "eu-west-1"],
  ["aws_region", {}, "id", "eu-west-1"],
  ["aws_region", {}, "endpoint", "ec2.eu-west-1.amazonaws.com"],
  ["aws_region", { name: "us-west-2" }, "endpoint", "ec2.us-west-2.amazonaws.com"],
  ["aws_partition", {}, "partition", "aws"],
  ["aws_partition", {}, "dns_suffix", "amazonaws.com"],
  ["aws_partition", {}, "reverse_dns_prefix", "com.amazonaws"],
  ["aws_service_principal", { service_name: "lambda" }, "name", "lambda.amazonaws.com"],
  ["aws_service_principal", { service_name: "lambda" }, "id", "lambda.eu-west-1.amazonaws.com"],
])("%s %j: %s is %s", (type, body, attribute, expected) => {
  expect(data(type, body, attribute)).toBe(expected);
});

test("who deploys has an id of IAM's shape", () => {
  expect(data("aws_caller_identity", {}, "user_id")).toMatch(/^AIDA[A-Z2-7]{17}$/);
});

test("of a data source that is not known here, what is configured is known and the rest is not", () => {
  expect(data("archive_file", { output_path: "x.zip" }, "output_path")).toBe("x.zip");
  expect(data("archive_file", { output_path: "x.zip" }, "output_base64sha256")).toEqual(
    new Unresolved(
      "output_base64sha256 of archive_file is known only after it is deployed",
      "${data.archive_file.d.output_base64sha256}",
    ),
  );
});

test("an argument that the provider does not have is refused", () => {
  expect(refusals(() => deploy({ data: { aws_region: { d: { nam: "x" } } } }))).toEqual([
    "data.aws_region.d: nam: the provider knows no such attribute or block",
  ]);
});

describe("CDKTF's references between stacks", () => {
  const remote = {
    backend: "local",
    config: { path: "terraform.producer.tfstate" },
    workspace: "${terraform.workspace}",
  };
  const reference = (stack: string) => ({
    terraform_remote_state: { [`cross-stack-reference-input-${stack}`]: remote },
  });
  const value = (stack: string, output: string) =>
    `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}}`;
  const aws = { aws: [{ region: "eu-west-1" }] };
  const producer = {
    provider: aws,
    resource: { aws_cognito_user_pool: { p: { name: "p" } } },
    output: {
      endpoint: { value: "${aws_cognito_user_pool.p.endpoint}", sensitive: true },
      url: { value: "https://${aws_cognito_user_pool.p.endpoint}" },
    },
  };

  test("give the other stack's outputs, and its URLs are local too", () => {
    const consumer = {
      provider: aws,
      data: reference("producer"),
      output: {
        issuer: { value: `https://${value("producer", "endpoint")}` },
        url: { value: value("producer", "url") },
        none: { value: value("producer", "none") },
      },
    };
    const directory = synthesized({ producer, consumer });
    const poolId = readDeployment(directory, "producer", options)
      .ofType("aws_cognito_user_pool")[0]
      ?.string("id");
    const outputs = readDeployment(directory, "consumer", options).outputs.map((output) => output.value);
    const issuer = `${base}/cognito-idp/${poolId}`;
    expect(outputs).toEqual([
      issuer,
      issuer,
      expect.objectContaining({ reason: 'there is no attribute or key "none"' }),
    ]);
  });

  test("to a stack that is not there are unresolved", () => {
    const directory = synthesized({
      consumer: { data: reference("gone"), output: { o: { value: value("gone", "x") } } },
    });
    const [output] = readDeployment(directory, "consumer", options).outputs;
    expect(output?.value).toMatchObject({ reason: "the state of another project is not read" });
  });

  test("in a circle are unresolved", () => {
    const one = (other: string) => ({ data: reference(other), output: { o: { value: value(other, "o") } } });
    const directory = synthesized({ a: one("b"), b: one("a") });
    const [output] = readDeployment(directory, "a", options).outputs;
    expect(output?.value).toMatchObject({ reason: expect.stringContaining("a → b → a form a circle") });
  });
});
