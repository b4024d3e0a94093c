import { logGroup, logStreamName, nodeFlags } from "../../../lab/lambda/environment-variables.ts";
import { functionConfig } from "./support/functions.ts";

test.each<[string, string, readonly string[]]>([
  ["nodejs18.x", "", ["--no-experimental-require-module", "--no-experimental-detect-module"]],
  ["nodejs20.x", "", ["--no-experimental-require-module"]],
  ["nodejs22.x", "", ["--no-experimental-require-module", "--no-experimental-detect-module"]],
  ["nodejs22.x", "--enable-source-maps --experimental-require-module", ["--no-experimental-detect-module"]],
  ["nodejs22.x", "--experimental-detect-module", ["--no-experimental-require-module"]],
  ["nodejs24.x", "", []],
])("[D] flags of %s with NODE_OPTIONS %s", (runtime, options, flags) => {
  const environment = { NODE_OPTIONS: options };
  expect(nodeFlags(functionConfig("a.zip", { runtime, environment }))).toEqual(flags);
});

test("log group and log stream", () => {
  expect(logGroup(functionConfig("a.zip"))).toBe("/aws/lambda/backend");
  expect(logGroup(functionConfig("a.zip", { logGroup: "/mine" }))).toBe("/mine");
  const name = logStreamName(Date.UTC(2024, 0, 31), "0f8fad5b-d9cb-469f-a165-70867728950e");
  expect(name).toBe("2024/01/31/[$LATEST]0f8fad5bd9cb469fa16570867728950e");
});
