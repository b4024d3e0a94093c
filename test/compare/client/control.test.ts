import { Control } from "../../../compare/client/control.ts";
import { Sender } from "../../../compare/client/send.ts";
import { type Fake, startFake } from "../fake.ts";

let fake: Fake;
const sender = new Sender();
beforeAll(async () => {
  fake = await startFake(({ verb, target }) => {
    if (verb === "GET" && target === "/_lab/decisions/known")
      return { status: 200, body: '{"requestId":"known","steps":[]}' };
    if (verb === "GET" && target !== "/_lab/clock") return { status: 404 };
    if (target === "/_lab/clock") return { status: 200, body: '{"now":5,"offset":3000}' };
    return target.includes("forbidden") ? { status: 401, body: "no" } : { status: 200, body: "{}" };
  });
});
afterAll(async () => {
  sender.close();
  await fake.close();
});

test("is there only when the environment names URL and token", () => {
  expect(Control.from({ LAB_CONTROL_URL: "http://x" }, sender)).toBeUndefined();
  expect(Control.from({ LAB_CONTROL_TOKEN: "t" }, sender)).toBeUndefined();
  expect(Control.from({ LAB_CONTROL_URL: "http://x", LAB_CONTROL_TOKEN: "t" }, sender)).toBeInstanceOf(
    Control,
  );
});

describe("Control", () => {
  const control = (path = "/_lab/"): Control => new Control(fake.url + path, "control-token", sender);

  test("reads a decision, and knows a forgotten one from an error", async () => {
    expect(await control().decision("known")).toEqual({ requestId: "known", steps: [] });
    expect(fake.received.at(-1)?.headers.authorization).toBe("Bearer control-token");
    expect(await control().decision("un/known")).toBeUndefined();
    expect(fake.received.at(-1)?.target).toBe("/_lab/decisions/un%2Fknown");
  });

  test("reads and moves the clock, in milliseconds there and seconds here", async () => {
    expect(await control().clockOffset()).toBe(3000);
    await control().advance(-5);
    expect(fake.received.at(-1)).toMatchObject({
      verb: "POST",
      target: "/_lab/clock",
      body: '{"advance":-5000}',
    });
  });

  test("takes a permission away and gives it back", async () => {
    await control().removePermission("writer", "test.write");
    await control().restorePermission("writer", "test.write");
    expect(fake.received.slice(-2).map(({ verb, target }) => `${verb} ${target}`)).toEqual([
      "DELETE /_lab/callers/writer/permissions/test.write",
      "PUT /_lab/callers/writer/permissions/test.write",
    ]);
  });

  test("a refusal is said by name", async () => {
    await expect(control("/forbidden").advance(5)).rejects.toThrow(
      /control endpoint refused POST \/clock: 401/,
    );
  });
});
