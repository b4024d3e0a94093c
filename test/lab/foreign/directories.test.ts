import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { ECHO, merge, stackOf, writeStack } from "../support/terraform-directory.ts";
import { TestLab } from "../support/test-lab.ts";
import { problemsOf, sound } from "./support/problems.ts";

describe("--from a directory that is not what it should be", () => {
  test("a variable without a value, and one that no stack declares", async () => {
    const variable = { region: { type: "string" }, size: { type: "number", default: 1 } };
    const from = writeStack(stackOf(sound, { variable }), { "backend.zip": ECHO, "guard.zip": ECHO });
    const problems = await problemsOf(from, { regoin: "us-east-1" });
    expect(problems).toContainEqual(expect.stringContaining("give --var region=value"));
    expect(problems).toContainEqual("variable.regoin: no stack declares it; declared: region, size");
    expect(problems).toHaveLength(2);
  });

  const holding = (file: string, content: string) => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "stacks/x"), { recursive: true });
    writeFileSync(join(directory, file), content);
    return directory;
  };
  const manifest = (stacks: object) =>
    holding("manifest.json", JSON.stringify({ version: "0.21.0", stacks }));

  test.each<[string, () => string, RegExp]>([
    [
      "that is not there",
      () => join(temporaryDirectory(), "nowhere"),
      /nowhere\/manifest\.json: cannot be read: ENOENT/,
    ],
    ["that is empty", temporaryDirectory, /manifest\.json: cannot be read: ENOENT.*CDKTF/],
    [
      "whose manifest is no JSON",
      () => holding("manifest.json", "\0garbage"),
      /manifest\.json: malformed JSON/,
    ],
    [
      "whose manifest is something else",
      () => holding("manifest.json", "[]"),
      /manifest\.json: stacks: must be an object/,
    ],
    ["without stacks", () => manifest({}), /manifest\.json: it lists no stack/],
    ["without the stack", () => manifest({ x: { name: "x" } }), /cdk\.tf\.json: cannot be read/],
    [
      "that leads elsewhere",
      () => manifest({ x: { synthesizedStackPath: "../../etc/passwd" } }),
      /within the directory/,
    ],
  ])("a directory %s", async (_, from, message) => {
    expect(await problemsOf(from())).toEqual([expect.stringMatching(message)]);
  });

  test("zips that are not there, or are none", async () => {
    const from = writeStack(stackOf(sound), { "guard.zip": ECHO });
    writeFileSync(join(from, "stacks/shop/guard.zip"), "garbage");
    expect(await problemsOf(from)).toEqual([
      expect.stringMatching(/^aws_lambda_function\.backend: filename: .*backend\.zip: .*ENOENT/),
      expect.stringMatching(/^aws_lambda_function\.guard: filename: .*guard\.zip: /),
    ]);
  });
});

test("an output that only AWS can tell is null, and listed as ignored: the lab runs all the same", async () => {
  const output = {
    url: { value: "${aws_api_gateway_stage.shop.invoke_url}" },
    cdn: { value: { host: "${aws_cloudfront_distribution.cdn.domain_name}" } },
  };
  const blocks = merge(sound, { aws_cloudfront_distribution: { cdn: { enabled: true } } });
  const lab = await TestLab.start(
    writeStack(stackOf(blocks, { output }), { "backend.zip": ECHO, "guard.zip": ECHO }),
  );
  expect(lab.lab.outputs.shop).toEqual({ url: expect.stringContaining(lab.lab.url), cdn: null });
  expect(JSON.parse(lab.read("outputs.json"))).toEqual(lab.lab.outputs);
  expect(lab.lab.ignored).toContainEqual({
    address: "output.cdn",
    attribute: undefined,
    reason: expect.stringMatching(/^null in outputs\.json: /),
  });
  expect((await lab.call("shop", "/items", {}, "url")).status).toBe(200);
  await lab.close();
});
