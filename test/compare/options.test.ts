import { parseCommand } from "../../compare/options.ts";
import { TargetError } from "../../compare/target/errors.ts";

function problems(...args: string[]): string {
  try {
    parseCommand(args);
  } catch (error) {
    if (error instanceof TargetError) return error.problems.join("\n");
    throw error;
  }
  return "";
}

describe("parseCommand", () => {
  test("by default runs everything against the lab", () => {
    const command = parseCommand([]);
    expect(command).toMatchObject({
      do: "run",
      outputs: ".lab/outputs.json",
      synthesized: "cdktf.out",
      methods: undefined,
    });
    expect(command.do === "run" && command.scenarios.length).toBeGreaterThan(25);
  });

  test("--only and --method may be repeated, and take lists", () => {
    const command = parseCommand([
      "--only",
      "expired,basic",
      "--only",
      "whoami",
      "--method",
      "iam",
      "--method",
      "custom-authorizer",
    ]);
    if (command.do !== "run") throw new Error("not a run");
    expect(command.scenarios.map(({ id }) => id).sort()).toEqual(["basic", "expired", "whoami"]);
    expect(command.methods).toEqual(["iam", "custom-authorizer"]);
  });

  test("--cost takes its parameters, with units", () => {
    const command = parseCommand([
      "--cost",
      "--requests",
      "1k,10M,1_000",
      "--callers",
      "3",
      "--processes",
      "4",
      "--cache-hit-rate",
      "0.75",
      "--token-lifetime",
      "300",
      "--region",
      "ap-northeast-2",
    ]);
    expect(command).toMatchObject({
      do: "cost",
      volumes: [1000, 1000, 10e6],
      parameters: {
        callers: 3,
        processes: 4,
        cacheHitRate: 0.75,
        tokenLifetime: 300,
        region: "ap-northeast-2",
      },
    });
  });

  test("--explain takes method, caller, verb and path", () => {
    expect(parseCommand(["--explain", "iam reader get /tests?x=1?2"])).toMatchObject({
      do: "explain",
      question: { method: "iam", caller: "reader", request: { verb: "GET", path: "/tests", query: "x=1?2" } },
    });
  });

  test("--help wins", () => {
    expect(parseCommand(["--help"])).toEqual({ do: "help" });
  });

  test.each([
    [["--nonsense"], "Unknown option '--nonsense'"],
    [["word"], "Unexpected argument 'word'"],
    [["--only", "nothing"], "--only nothing: there is no such scenario; there are reader-reads, "],
    [
      ["--method", "saml"],
      "--method saml: there is no such method; there are iam, cognito-scopes, custom-authorizer",
    ],
    [["--samples", "-1"], "--samples"],
    [["--samples=x"], "--samples x: expected a whole number from 0 to 100000"],
    [["--denied-address", "somewhere"], "--denied-address somewhere: is no IP address"],
    [["--requests", "5"], "--requests goes with --cost only"],
    [["--cost", "--only", "basic"], "--only has no meaning with --cost"],
    [["--cost", "--callers", "0"], "--callers 0: expected a whole number from 1"],
    [["--cost", "--cache-hit-rate", "1.5"], "--cache-hit-rate 1.5: expected a number from 0 to 1"],
    [["--cost", "--token-lifetime", "10"], "--token-lifetime 10: expected a whole number from 300 to 86400"],
    [
      ["--cost", "--region", "eu-west-1"],
      "--region eu-west-1: there are prices for us-east-1 and ap-northeast-2",
    ],
    [["--cost", "--explain", "iam reader GET /tests"], "exclude each other"],
    [["--explain", "iam reader GET"], '--explain takes "<method> <caller> <verb> <path>"'],
    [["--explain", "saml nobody G3T tests"], 'method "saml"'],
    [["--explain", "iam reader GET /tests", "--only", "basic"], "--only has no meaning with --explain"],
  ])("refuses %j", (args, message) => {
    expect(problems(...args)).toContain(message);
  });

  test("tells every problem at once", () => {
    expect(problems("--only", "a", "--method", "b", "--samples", "c").split("\n")).toHaveLength(3);
  });
});
