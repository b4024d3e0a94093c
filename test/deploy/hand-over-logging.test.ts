import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { run } from "../support/leash.ts";
import { describeWith } from "../support/requires.ts";
import { type AccountEnvironment, account, createRole, loggingRole, setLoggingRole } from "./support/aws.ts";
import { type Moto, startMoto } from "./support/moto.ts";

jest.setTimeout(60_000);

const REGION = "ap-northeast-2";
const PATH = `/api-gateway-logs/${REGION}/`;

describeWith(["moto"], "the script that hands API Gateway's logging role over", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  const handOver = (environment: AccountEnvironment, going: string) => {
    const { PATH: path = "", HOME = "" } = process.env;
    const env = { PATH: path, HOME, ...environment, REGION, ROLE_ARN: going, ROLE_PATH: PATH };
    return run([process.execPath, resolve("stacks/constructs/hand-over-logging.mjs")], { env, seconds: 30 });
  };

  let next = 0;
  test.each<[string, { roles: string[]; set: string; going: string; after: string | undefined }]>([
    ["of two stacks, the other's", { roles: ["a", "b"], set: "a", going: "a", after: "b" }],
    ["of the last stack, none", { roles: ["a"], set: "a", going: "a", after: undefined }],
    ["not when another stack's is set", { roles: ["a", "b"], set: "b", going: "a", after: "b" }],
    ["when the one set is gone, one that is there", { roles: ["b"], set: "a", going: "", after: "b" }],
    ["when the one set and all others are gone, none", { roles: [], set: "a", going: "", after: undefined }],
    [
      "not when the one set is not a stack's",
      { roles: ["b"], set: "/its/own", going: "b", after: "/its/own" },
    ],
  ])("%s", async (_, { roles, set, going, after }) => {
    const id = `7777777777${String(next++).padStart(2, "0")}`;
    const environment = await account(moto.url, id);
    const arn = (name: string) => `arn:aws:iam::${id}:role${name.startsWith("/") ? name : `${PATH}${name}`}`;
    for (const role of roles) await createRole(environment, PATH, role);
    await setLoggingRole(environment, arn(set));
    expect(await handOver(environment, going && arn(going))).toMatchObject({ status: 0 });
    expect(await loggingRole(environment)).toBe(after && arn(after));
  });

  test("says what to check where it is not allowed to look", async () => {
    const server = createServer((_, response) => {
      response.writeHead(403, { "x-amzn-errortype": "AccessDeniedException" }).end("{}");
    });
    try {
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const environment = await account(moto.url, "888888888888");
      const denied = { ...environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
      const { status, output } = await handOver(denied, "");
      expect(status).toBe(1);
      expect(output).toContain(`check: aws apigateway get-account --region ${REGION}`);
    } finally {
      server.close();
    }
  });
});
