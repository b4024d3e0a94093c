import { Clock } from "../../../lab/clock.ts";
import { CredentialStore } from "../../../lab/iam/credentials.ts";
import { IamDirectory } from "../../../lab/iam/directory.ts";
import { Problems } from "../../../terraform/errors.ts";
import { lab, NOW } from "../gateway/support/gateway.ts";
import { changed, read } from "../gateway/support/terraform.ts";
import { signed } from "../support/sign.ts";
import { principal } from "./support.ts";

const API = "${aws_api_gateway_rest_api.api.id}";
const TESTS = "${aws_api_gateway_resource.tests.id}";

/** `GET` and `POST /tests` under AWS_IAM, and a role that may call GET alone. */
const RESOURCES = changed({
  aws_api_gateway_method: {
    get: { authorization: "AWS_IAM" },
    post: { rest_api_id: API, resource_id: TESTS, http_method: "POST", authorization: "AWS_IAM" },
  },
  aws_api_gateway_integration: {
    post: {
      rest_api_id: API,
      resource_id: TESTS,
      http_method: "POST",
      type: "AWS_PROXY",
      integration_http_method: "POST",
      uri: "${aws_lambda_function.backend.invoke_arn}",
    },
  },
  aws_iam_role: {
    reader: {
      name: "reader",
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "123456789012" } },
      }),
    },
  },
  aws_iam_role_policy: {
    reader: {
      name: "invoke",
      role: "${aws_iam_role.reader.name}",
      policy:
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"${aws_api_gateway_rest_api.api.execution_arn}/dev/GET/tests"}}',
    },
  },
});

test("a role out of Terraform calls what its policy allows, until the policy is taken away", async () => {
  const { apis, deployment, problems } = read(RESOURCES);
  const directoryProblems = new Problems();
  const directory = new IamDirectory([deployment], directoryProblems);
  expect([problems, directoryProblems.all]).toEqual([[], []]);
  const [api] = apis;
  const role = directory.role("arn:aws:iam::123456789012:role/reader");
  if (api === undefined || role === undefined) throw new Error("the Terraform has an API and a role");
  const clock = new Clock(() => NOW);
  const credentials = new CredentialStore(clock);
  const { accessKeyId } = credentials.issue(
    principal({ roleArn: role.arn, roleAddress: role.address }),
    3600,
  );
  const { gateway, decisions } = lab(api, { clock, credentials, iam: directory });

  const call = async (method: string) => {
    const credential = credentials.lookup(accessKeyId);
    if (credential === undefined) throw new Error("the credentials were just issued");
    const path = `/execute-api/${api.id}/dev/tests`;
    const request = await signed({ method, path }, { credential, at: NOW });
    const rest = { sourceIp: "127.0.0.1", host: "127.0.0.1:4566", httpVersion: "1.1" };
    const answer = await gateway.handle({
      ...request,
      ...rest,
      apiId: api.id,
      path: "/dev/tests",
      wirePath: path,
    });
    return answer.status;
  };

  expect([await call("GET"), await call("POST")]).toEqual([200, 403]);
  directory.revoke(role.arn);
  expect(await call("GET")).toBe(403);
  directory.restore(role.arn);
  expect(await call("GET")).toBe(200);
  expect(decisions[0]).toMatchObject({
    caller: "arn:aws:sts::123456789012:assumed-role/reader/alice",
    steps: [{}, {}, { address: "aws_iam_role.reader" }, { step: "authorize", outcome: "stop" }],
  });
});
