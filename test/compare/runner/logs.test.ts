import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Mask } from "../../../compare/client/mask.ts";
import { leaksIn, untilLogged } from "../../../compare/runner/logs.ts";

const directory = mkdtempSync(path.join(tmpdir(), "logs-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("names the file and the secret, never the secret itself", async () => {
  const mask = new Mask();
  mask.add("the-token-of-the-reader", "reader token");
  mkdirSync(path.join(directory, "deep"));
  writeFileSync(path.join(directory, "clean.log"), '{"status":200}\n');
  expect(await leaksIn(directory, mask)).toEqual([]);
  writeFileSync(path.join(directory, "deep", "access.log"), "Bearer the-token-of-the-reader\n");
  expect(await leaksIn(directory, mask)).toEqual([`${path.join("deep", "access.log")} has <reader token>`]);
});

test("waits for the line of a request, which may come a little later", async () => {
  const waited = untilLogged(directory, "request-7");
  writeFileSync(path.join(directory, "late.log"), "request-7\n");
  await expect(waited).resolves.toBeUndefined();
});
