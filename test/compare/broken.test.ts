import { red, type Stack, Workshop } from "./lab.ts";

const workshop = new Workshop();
let sound: string;
beforeAll(() => {
  sound = workshop.synthesize("sound");
}, 30_000);
afterAll(() => workshop.remove());

const ALLOW_EVERYTHING = `export const handler = async () => ({
  principalId: "anybody",
  policyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }] },
});`;

/** The caller's own policy, cut down to the route that was asked for. */
const NARROW = `import { handler as sound } from "./sound.mjs";
export const handler = async (event, context) => {
  const answer = await sound(event, context);
  const { Statement } = answer.policyDocument;
  const allowed = Statement.flatMap(({ Effect, Resource }) => (Effect === "Allow" ? Resource : []));
  const Effect = allowed.includes(event.methodArn) ? "Allow" : "Deny";
  answer.policyDocument.Statement = [{ Effect, Action: "execute-api:Invoke", Resource: event.methodArn }];
  return answer;
};`;

const TALKATIVE = `import { handler as sound } from "./sound.mjs";
export const handler = async (event, context) => {
  console.log(JSON.stringify(event.headers));
  return sound(event, context);
};`;

interface Broken {
  readonly what: string;
  readonly stack: string;
  readonly change: (stack: Stack) => void;
  readonly deniedAddress?: string;
  /** The cells that turn red. */
  readonly red: readonly string[];
  /** The cell that names the mistake, and what its reason says. */
  readonly tells: readonly [string, RegExp];
}

const READS = [
  "reader-reads",
  "writer-reads",
  "second-route",
  "tampered-query",
  "expired-in-cache",
  "permission-removed",
  "replayed",
  "clean-logs",
];
const BAD_TOKENS = ["id-token", "self-signed", "other-issuer", "scope-lookalikes", "expired"];

const BROKEN: readonly Broken[] = [
  {
    what: "a route opened",
    stack: "cognito-scopes",
    change: (stack) => {
      const method = stack.resource("aws_api_gateway_method", "get_tests");
      method.authorization = "NONE";
      delete method.authorizer_id;
      delete method.authorization_scopes;
    },
    red: [...READS, ...BAD_TOKENS, "no-credential", "malformed", "basic", "in-query", "unsigned"],
    // The backend refuses a request that nobody authenticated.
    tells: ["no-credential", /status 500, expected 401/],
  },
  {
    what: "a scope dropped",
    stack: "cognito-scopes",
    change: (stack) => {
      stack.resource("aws_api_gateway_method", "post_tests").authorization_scopes = [
        "com.test.test/test.read",
      ];
    },
    red: ["reader-writes", "second-route", "permission-removed"],
    tells: ["reader-writes", /status 200, expected 401/],
  },
  {
    what: "scopes forgotten",
    stack: "cognito-scopes",
    change: (stack) => {
      delete stack.resource("aws_api_gateway_method", "get_tests").authorization_scopes;
    },
    red: [...READS, "id-token"],
    tells: ["id-token", /status 200, expected 401/],
  },
  {
    what: "a wildcard policy",
    stack: "iam",
    change: (stack) => {
      const [statement] = stack.document("caller-reader").statement as [Record<string, unknown>];
      statement.resources = [`${stack.reference("aws_api_gateway_rest_api", "execution_arn")}/*`];
    },
    red: ["reader-writes", "second-route"],
    tells: ["reader-writes", /status 200, expected 403/],
  },
  {
    what: "swapped roles",
    stack: "iam",
    change: (stack) => swap(stack.output("reader_role_arn"), stack.output("writer_role_arn")),
    red: ["reader-writes", "writer-writes", "second-route", "permission-removed"],
    tells: ["writer-writes", /status 403, expected 200/],
  },
  {
    what: "an authorizer that allows everything",
    stack: "custom-authorizer",
    change: (stack) => stack.code("authorizer", ALLOW_EVERYTHING),
    red: [
      ...BAD_TOKENS,
      "reader-writes",
      "whoami",
      "second-route",
      "tampered-credential",
      "tampered-path",
      "other-audience",
      "not-yet-valid",
      "expired-in-cache",
      "permission-removed",
      "replayed",
    ],
    tells: ["self-signed", /status 200, expected 401/],
  },
  {
    what: "a policy narrower than the TTL",
    stack: "custom-authorizer",
    change: (stack) => stack.code("authorizer", NARROW),
    red: [
      "writer-writes",
      "whoami",
      "second-route",
      "tampered-body",
      "tampered-path",
      "permission-removed",
      "replayed",
    ],
    tells: ["second-route", /status 403, expected 200/],
  },
  {
    what: "a policy that is not cached",
    stack: "custom-authorizer",
    change: (stack) => {
      stack.resource("aws_api_gateway_authorizer").authorizer_result_ttl_in_seconds = 0;
    },
    red: ["expired-in-cache", "permission-removed"],
    tells: ["expired-in-cache", /status 401, expected 200/],
  },
  {
    what: "a wrong audience",
    stack: "custom-authorizer",
    change: (stack) => {
      const { variables } = stack.resource("aws_lambda_function", "authorizer").environment as {
        variables: Record<string, string>;
      };
      variables.TOKEN_AUDIENCE = "https://another-api.example";
    },
    red: [
      ...READS,
      "reader-writes",
      "writer-writes",
      "whoami",
      "tampered-body",
      "tampered-path",
      "other-audience",
      "scope-lookalikes",
    ],
    tells: ["other-audience", /status 200, expected 401/],
  },
  {
    what: "a gateway response hidden",
    stack: "iam",
    change: (stack) => {
      stack.add("aws_api_gateway_gateway_response", "hidden", {
        rest_api_id: stack.reference("aws_api_gateway_rest_api", "id"),
        response_type: "ACCESS_DENIED",
        status_code: "404",
        response_templates: { "application/json": '{"message":"Not Found"}' },
      });
    },
    red: ["reader-writes", "second-route", "permission-removed"],
    tells: ["reader-writes", /status 404, expected 403/],
  },
  {
    what: "a denied address forgotten",
    stack: "custom-authorizer",
    change: () => undefined,
    deniedAddress: "127.0.0.66",
    red: ["denied-address"],
    tells: ["denied-address", /status 200, expected 403/],
  },
  {
    what: "logging of tokens",
    stack: "cognito-scopes",
    change: (stack) => stack.code("backend", TALKATIVE),
    red: ["clean-logs"],
    tells: ["clean-logs", /credentials in the logs: .*backend\.log has <reader token>/],
  },
];

function swap(one: Record<string, unknown>, other: Record<string, unknown>): void {
  [one.value, other.value] = [other.value, one.value];
}

describe("a broken deployment is red in the right cells, with the reason", () => {
  test.each(BROKEN.map((one) => [one.what, one] as const))(
    "%s",
    async (what, broken) => {
      const from = workshop.change(sound, broken.stack, what.replaceAll(" ", "-"), broken.change);
      const failed = red(await workshop.compare(from, { deniedAddress: broken.deniedAddress }));
      expect(Object.keys(failed).sort()).toEqual([...broken.red].sort());
      const [scenario, reason] = broken.tells;
      expect(failed[scenario]).toMatch(reason);
    },
    60_000,
  );

  test("swapped secrets: every cell that needs a token", async () => {
    const from = workshop.change(sound, "cognito-scopes", "swapped-secrets", (stack) =>
      swap(stack.output("reader_client_secret"), stack.output("writer_client_secret")),
    );
    const result = await workshop.compare(from);
    const passed = result.cells.filter(({ outcome }) => outcome === "passed").map(({ scenario }) => scenario);
    expect(passed.sort()).toEqual(["basic", "malformed", "no-credential", "unknown-caller", "wrong-secret"]);
    expect(red(result)["reader-reads"]).toMatch(
      /400 invalid_client: the client id or its secret is not the one/,
    );
  }, 60_000);
});
