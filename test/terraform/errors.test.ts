import { Problems, TerraformError } from "../../terraform/errors.ts";

test("the message names address, attribute and reason", () => {
  const error = new TerraformError("aws_iam_role.x", "policy", "it is required");
  expect(error.message).toBe("aws_iam_role.x: policy: it is required");
  expect(error).toMatchObject({ address: "aws_iam_role.x", attribute: "policy", reason: "it is required" });
  expect(error.problems).toEqual([
    { address: "aws_iam_role.x", attribute: "policy", reason: "it is required" },
  ]);
});

test("without an attribute the message has none", () => {
  expect(new TerraformError("variable.x", undefined, "no value").message).toBe("variable.x: no value");
});

describe("Problems", () => {
  test("throws nothing when there is nothing", () => {
    expect(() => new Problems().throwIfAny()).not.toThrow();
  });

  test("throws a single problem as itself", () => {
    const problems = new Problems();
    problems.add("a", "b", "c");
    expect(() => problems.throwIfAny()).toThrow(new TerraformError("a", "b", "c"));
  });

  test("throws all, sorted by address, attribute and reason, each once", () => {
    const problems = new Problems();
    for (const [address, attribute] of [
      ["b", "x"],
      ["a", "y"],
      ["a", "x"],
      ["b", "x"],
    ] as const) {
      problems.add(address, attribute, "wrong");
    }
    problems.add("a", undefined, "wrong");
    expect(problems.size).toBe(4);
    expect(() => problems.throwIfAny()).toThrow(
      "4 problems:\n  a: wrong\n  a: x: wrong\n  a: y: wrong\n  b: x: wrong",
    );
  });

  test("keeps every problem of an error, and gives the result of what went well", () => {
    const inner = new Problems();
    inner.add("a", "x", "1");
    inner.add("b", "x", "2");
    const problems = new Problems();
    expect(problems.attempt(() => inner.throwIfAny())).toBeUndefined();
    expect(problems.attempt(() => 5)).toBe(5);
    expect(problems.all.map(({ address }) => address)).toEqual(["a", "b"]);
  });

  test("does not keep a defect of the program", () => {
    const defect = new TypeError("defect");
    expect(() =>
      new Problems().attempt(() => {
        throw defect;
      }),
    ).toThrow(defect);
  });
});
