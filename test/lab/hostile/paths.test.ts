import fc from "fast-check";
import { lastRequest, sendAndClose } from "../http/support/raw.ts";
import type { Answer } from "../support/call.ts";
import { goodBearer, TOKEN_METHODS } from "../support/good-token.ts";
import { faults, portOf, synthesizedStacks, TestLab } from "../support/test-lab.ts";

const METHODS = ["iam", "cognito-scopes", "custom-authorizer"] as const;
let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks());
});
afterAll(() => lab.close());
// Whatever came: the lab has no fault of its own, and answers as before.
afterEach(async () => {
  expect(faults(lab)).toEqual([]);
  expect((await get("cognito-scopes", "/tests", goodBearer(lab, "cognito-scopes"))).status).toBe(200);
});

const get = (stack: string, target: string, authorization?: string | readonly string[]): Promise<Answer> =>
  lab.call(stack, target, authorization === undefined ? {} : { headers: { authorization } });

describe("paths and queries", () => {
  // E [R]: slashes before the path are merged, one at its end does not count; nothing else leads to /tests.
  const SAME = [
    "/tests",
    "/tests/",
    "//tests",
    "///tests/",
    "/tests?",
    "/tests?%ff=%zz&=&&a=%",
    "/tests?__proto__=x",
  ];
  const OTHERS = [
    ...["/../dev/tests", "/./tests", "/tests/.", "/tests/..", "/tests/../tests", "/x/../tests", "/tests//x"],
    ...[
      "/%2e%2e/dev/tests",
      "/%2ftests",
      "/tests%2f",
      "/tests%00",
      "/tests%",
      "/tests%zz",
      "/tests%2",
      "/%74ests",
    ],
    ...[
      "/%ff",
      "/%c0%ae",
      "/tests;x",
      "/tests\\",
      "/Tests",
      "/TESTS",
      "/tests%20",
      "/tests%3f",
      "/tests%23",
      "/",
    ],
  ];

  test.each(TOKEN_METHODS)("%s: the route and nothing beside it, with a good token", async (method) => {
    const status = async (target: string) => (await get(method, target, goodBearer(lab, method))).status;
    expect(await Promise.all(SAME.map(status))).toEqual(SAME.map(() => 200));
    expect(await Promise.all(OTHERS.map(status))).toEqual(OTHERS.map(() => 403));
  });

  test.each(METHODS)("%s: nothing lets anybody in without a credential", async (method) => {
    const answers = await Promise.all([...SAME, ...OTHERS].map((target) => get(method, target)));
    expect(answers.filter(({ status }) => status !== 401 && status !== 403)).toEqual([]);
  });

  test("whatever the bytes of a path, nobody gets in without a credential", async () => {
    const bases = METHODS.map((method) => new URL(lab.output(method, "api_url")).pathname);
    const bytes = fc
      .uint8Array({ minLength: 1, maxLength: 24 })
      .map((array) => Buffer.from(array).toString("latin1"));
    const pieces = fc.constantFrom(
      "/",
      "..",
      "%2e",
      "%2f",
      "tests",
      "whoami",
      "?",
      "#",
      "%00",
      "%",
      "//",
      "\\",
      ";",
    );
    const tail = fc.array(fc.oneof(pieces, pieces, bytes), { maxLength: 6 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...bases), tail, async (base, path) => {
        const { statuses } = await sendAndClose(portOf(lab), lastRequest(`${base}${path}`));
        // More than one response: the bytes held a line break, and what follows it is another request.
        for (const status of statuses) expect([400, 401, 403]).toContain(status);
        expect(statuses.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  test("E [D] 10,240 characters of URL are taken, one more is not", async () => {
    const path = new URL(lab.output("cognito-scopes", "api_url")).pathname.replace(/^\/execute-api\/\w+/, "");
    const filler = "a".repeat(10_240 - `${path}/tests?q=`.length);
    const status = async (more: string) =>
      (await get("cognito-scopes", `/tests?q=${filler}${more}`, goodBearer(lab, "cognito-scopes"))).status;
    expect([await status(""), await status("a")]).toEqual([200, 414]);
  });
});
