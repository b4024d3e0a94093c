import { HELP, parseOptions, UsageError } from "../../lab/options.ts";

test("nothing is needed", () => {
  expect(parseOptions([])).toEqual({
    port: 4566,
    directory: ".lab",
    from: undefined,
    throttle: false,
    variables: {},
  });
});

test("everything can be said", () => {
  const args = ["--port", "0", "--dir", "d", "--from", "out", "--throttle", "--var", "a=1=2", "--var", "b="];
  expect(parseOptions(args)).toEqual({
    port: 0,
    directory: "d",
    from: "out",
    throttle: true,
    variables: { a: "1=2", b: "" },
  });
});

test.each([["--help"], ["-h"]])("%s asks for the help, which names every option", (option) => {
  expect(parseOptions([option])).toBeUndefined();
  for (const name of ["--port N", "--dir DIR", "--from DIR", "--var name=value", "--throttle", "--help"]) {
    expect(HELP).toContain(name);
  }
});

test.each<[readonly string[], RegExp]>([
  [["--pork", "1"], /--pork/],
  [["--port"], /--port/],
  [["--port", "70000"], /^--port 70000: expected a number from 0 to 65535$/],
  [["--port", "x"], /^--port x: expected a number from 0 to 65535$/],
  [["--port", "-1"], /--port/],
  [["--var", "novalue"], /^--var novalue: expected name=value$/],
  [["--var", "=value"], /^--var =value: expected name=value$/],
  [["stray"], /stray/],
])("%j is refused", (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(message);
});
