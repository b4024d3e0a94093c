import { parseEnv, readEnv } from "../../../compare/target/env.ts";

describe("parseEnv", () => {
  test("reads KEY=value lines as a shell has them", () => {
    const text = [
      "# a comment",
      "",
      "A=1",
      "export B=two",
      "C='a=b'",
      'D="x y"',
      "E=",
      "F=a#b",
      "  G=x  ",
      "H='",
    ].join("\n");
    expect(parseEnv(text, "env")).toEqual({
      A: "1",
      B: "two",
      C: "a=b",
      D: "x y",
      E: "",
      F: "a#b",
      G: "x",
      H: "'",
    });
  });

  test("accepts Windows line ends", () => {
    expect(parseEnv("A=1\r\nB=2\r\n", "env")).toEqual({ A: "1", B: "2" });
  });

  test("names every line that is none, without printing it", () => {
    expect(() => parseEnv("A=1\nsecret-word\n1B=x", "my.env")).toThrow(
      "my.env:2: is not KEY=value\nmy.env:3: is not KEY=value",
    );
    expect(() => parseEnv("secret-word", "my.env")).not.toThrow(/secret-word/);
  });

  test("says that a file is not there", () => {
    expect(() => readEnv("/nonexistent/env")).toThrow("/nonexistent/env: no such file");
  });
});
