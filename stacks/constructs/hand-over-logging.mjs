/**
 * Runs before and after a stack's logging role is destroyed: if API Gateway writes this account's logs with that very
 * role, or with one of another stack that is gone, the role of a stack that is there takes its place, or the setting is
 * cleared. Any other setting is left alone.
 *
 * Environment: REGION, ROLE_ARN (the role that goes; empty when it is gone), ROLE_PATH (where the stacks' logging roles of
 * this region are). Credentials as for Terraform: the AWS SDK's default chain.
 */
const { REGION: region, ROLE_ARN: going, ROLE_PATH: PathPrefix = "" } = process.env;

try {
  const { APIGatewayClient, GetAccountCommand, UpdateAccountCommand } = await import(
    "@aws-sdk/client-api-gateway"
  );
  const { IAMClient, paginateListRoles } = await import("@aws-sdk/client-iam");
  // UpdateAccount takes one call in 20 s: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
  const gateway = new APIGatewayClient({ region, maxAttempts: 10, retryMode: "adaptive" });
  const { cloudwatchRoleArn } = await gateway.send(new GetAccountCommand({}));
  const roles = [];
  for await (const page of paginateListRoles({ client: new IAMClient({ region }) }, { PathPrefix })) {
    roles.push(...(page.Roles ?? []).map(({ Arn }) => Arn ?? ""));
  }
  const others = roles.filter((arn) => arn !== going).sort();
  const isOurs = cloudwatchRoleArn?.includes(`:role${PathPrefix}`);
  if (isOurs && !others.includes(cloudwatchRoleArn ?? "")) {
    const next = others[0] ?? "";
    const patchOperations = [
      { op: /** @type {const} */ ("replace"), path: "/cloudwatchRoleArn", value: next },
    ];
    await gateway.send(new UpdateAccountCommand({ patchOperations }));
    console.log(next === "" ? "API Gateway's logging role is cleared" : `API Gateway now logs with ${next}`);
  } else {
    console.log("API Gateway does not log with a role that goes: nothing to hand over");
  }
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The account's API Gateway logging role was not handed over (${reason}).`);
  console.error(`If other APIs of this account log, check: aws apigateway get-account --region ${region}`);
  process.exitCode = 1;
}
