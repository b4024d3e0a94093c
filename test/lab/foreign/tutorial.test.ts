import { call, MISSING, seen, UNAUTHORIZED } from "../support/call.ts";
import { assumeRole, callSigned } from "../support/caller.ts";
import { faults, TestLab } from "../support/test-lab.ts";
import { writeTutorialStack } from "./support/tutorial-stack.ts";

describe("Terraform as tutorials write it", () => {
  let lab: TestLab;
  beforeAll(async () => {
    lab = await TestLab.start(writeTutorialStack());
  });
  afterAll(() => lab.close());
  afterEach(() => expect(faults(lab)).toEqual([]));

  const out = (name: string) => lab.output("tutorial", name);

  test("the URLs are the lab's own, the stage's name at their end", () => {
    expect(out("stage")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*\/live$/);
    expect(out("base_url")).toBe(out("stage"));
  });

  test("a machine's token of half an hour, in a header of its own, calls the list", async () => {
    const { id, secret } = Object(lab.lab.outputs.tutorial?.client) as Record<string, string>;
    const headers = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` };
    const issued = await call(`${out("token")}?grant_type=client_credentials`, { method: "POST", headers });
    const { access_token: token, expires_in: seconds } = JSON.parse(issued.body);
    expect(seconds).toBe(1800);
    const answer = await call(`${out("stage")}/pets`, { headers: { "x-token": token } });
    expect([answer.status, answer.body]).toEqual([200, `/pets  ${out("issuer")}`]);
    expect(answer.headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "x-function": "tutorial-eu-central-1",
    });
    const elsewhere = await call(`${out("stage")}/pets`, { headers: { authorization: `Bearer ${token}` } });
    expect(seen(elsewhere)).toEqual(UNAUTHORIZED);
  });

  test("the role calls what its policy says", async () => {
    const at = Date.now();
    const key = await assumeRole(lab.lab.environment, out("role"), at, { DurationSeconds: "7200" });
    const as = { region: "eu-central-1", at };
    const pet = await callSigned(`${out("stage")}/pets/42`, key, as);
    expect([pet.status, pet.body]).toEqual([200, `/pets/{petId} 42 ${out("issuer")}`]);
    expect((await callSigned(`${out("stage")}/pets/42`, key, { ...as, region: "us-east-1" })).status).toBe(
      403,
    );
    expect(seen(await call(`${out("stage")}/pets/42`))).toEqual(MISSING);
  });
});
