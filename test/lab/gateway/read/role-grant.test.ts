import { changed, read } from "../support/terraform.ts";

const policy = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("a role as credentials", () => {
  const trust = (service: string) =>
    policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } });
  const invoke = (Resource: string, Effect = "Allow") =>
    policy({ Effect, Action: "lambda:InvokeFunction", Resource });
  const granted = (service: string, document: string) => {
    const { apis, problems } = read(
      changed({
        aws_api_gateway_integration: { get: { credentials: "${aws_iam_role.gateway.arn}" } },
        aws_iam_role: { gateway: { name: "gateway", assume_role_policy: trust(service) } },
        aws_iam_role_policy: {
          gateway: { name: "invoke", role: "${aws_iam_role.gateway.name}", policy: document },
        },
      }),
    );
    expect(problems).toEqual([]);
    const integration = apis[0]?.stages.get("dev")?.routes.match("tests", "GET")?.method.integration;
    return integration?.kind === "AWS_PROXY" && integration.grant("GET").allowed;
  };

  test.each([
    ["trusts API Gateway and may invoke", "apigateway.amazonaws.com", invoke("*"), true],
    [
      "may invoke by the function's ARN",
      "apigateway.amazonaws.com",
      invoke("${aws_lambda_function.backend.arn}"),
      true,
    ],
    ["does not trust API Gateway", "lambda.amazonaws.com", invoke("*"), false],
    [
      "may invoke another function",
      "apigateway.amazonaws.com",
      invoke("arn:aws:lambda:ap-northeast-2:123456789012:function:other"),
      false,
    ],
    ["is denied", "apigateway.amazonaws.com", invoke("*", "Deny"), false],
  ])("%s", (_, service, document, expected) => {
    expect(granted(service, document)).toBe(expected);
  });
});
