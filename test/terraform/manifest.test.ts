import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { TerraformError } from "../../terraform/errors.ts";
import { readFileWithin, readJsonFile, readManifest } from "../../terraform/manifest.ts";
import { directoryWith, synthesized } from "./support/stack.ts";

test("lists the stacks in the manifest's order, with their places", () => {
  const directory = synthesized({ b: {}, a: {} });
  expect(readManifest(directory)).toEqual([
    { name: "b", directory: join(directory, "stacks/b"), file: join(directory, "stacks/b/cdk.tf.json") },
    { name: "a", directory: join(directory, "stacks/a"), file: join(directory, "stacks/a/cdk.tf.json") },
  ]);
});

test("takes CDKTF's places where the manifest names none", () => {
  const directory = directoryWith({ "manifest.json": '{"stacks":{"x":{}}}' });
  expect(readManifest(directory)[0]?.file).toBe(join(directory, "stacks/x/cdk.tf.json"));
});

test.each([
  ["{", "malformed JSON"],
  ["[]", "stacks: must be an object of stacks"],
  ["null", "stacks: must be an object of stacks"],
  ['{"stacks":[]}', "stacks: must be an object of stacks"],
  ['{"stacks":{"x":1}}', "stacks.x: must be an object"],
  ['{"stacks":{"x":{"workingDirectory":"../other"}}}', "stacks.x.workingDirectory: must be a path within"],
  ['{"stacks":{"x":{"workingDirectory":5}}}', "stacks.x.workingDirectory: must be a path within"],
  [
    '{"stacks":{"x":{"synthesizedStackPath":"/etc/passwd"}}}',
    "stacks.x.synthesizedStackPath: must be a path within",
  ],
])("refuses the manifest %s", (manifest, message) => {
  const directory = directoryWith({ "manifest.json": manifest });
  expect(() => readManifest(directory)).toThrow(TerraformError);
  expect(() => readManifest(directory)).toThrow(message);
});

test("says what to look at when there is no manifest", () => {
  const directory = directoryWith({});
  expect(() => readManifest(directory)).toThrow("is this a directory that CDKTF synthesized into?");
  expect(() => readManifest(join(directory, "nothing"))).toThrow(TerraformError);
});

test("a directory in the place of a file is refused", () => {
  const directory = directoryWith({});
  mkdirSync(join(directory, "manifest.json"));
  expect(() => readJsonFile(join(directory, "manifest.json"))).toThrow("it is not a file");
});

describe("files that expressions name", () => {
  test("are read from the stack's directory and the rest of the output", () => {
    const directory = directoryWith({ "stacks/a/x.txt": "x", "assets/y.txt": "y" });
    expect(readFileWithin(directory, join(directory, "stacks/a"), "x.txt").toString()).toBe("x");
    expect(readFileWithin(directory, join(directory, "stacks/a"), "../../assets/y.txt").toString()).toBe("y");
  });

  test.each(["../../../secret", "/etc/hostname", "../link", "/dev/zero"])("%s is refused", (path) => {
    const directory = directoryWith({ "stacks/a/x.txt": "x" });
    symlinkSync("/etc/hostname", join(directory, "stacks/link"));
    expect(() => readFileWithin(directory, join(directory, "stacks/a"), path)).toThrow();
  });

  test("a directory is refused", () => {
    const directory = directoryWith({ "stacks/a/x.txt": "x" });
    expect(() => readFileWithin(directory, join(directory, "stacks/a"), ".")).toThrow("is not a file");
  });
});
