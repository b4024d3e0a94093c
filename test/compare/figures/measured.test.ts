import { measuredFigures } from "../../../compare/figures/measured.ts";
import type { StepResult } from "../../../compare/runner/result.ts";
import { cell, resultOf, step } from "../result.ts";

function write(status: number, at: number): StepResult {
  return step(status, { at, request: { verb: "POST", url: "u", headers: [] } });
}

function value(id: string, result: ReturnType<typeof resultOf>) {
  return measuredFigures(result).find((figure) => figure.id === id)?.values;
}

describe("a removed permission", () => {
  test("that is looked up is gone at once", () => {
    const result = resultOf([cell("permission-removed", "iam", [write(200, 0), write(403, 0), step(200)])]);
    expect(value("removal-delay", result)?.iam).toBe("not at all: refused at once");
  });

  test("that travels in a token works until the last time it was seen to", () => {
    const steps = [
      write(200, 0),
      write(200, 0),
      write(200, 3590),
      write(401, 3605),
      write(401, 3605),
      step(200, { at: 3605 }),
    ];
    const result = resultOf([cell("permission-removed", "cognito-scopes", steps)]);
    expect(value("removal-delay", result)).toEqual({
      iam: "-",
      "cognito-scopes": "seen at 3,590 s, refused at 3,605 s",
      "custom-authorizer": "-",
    });
  });
});

describe("an intercepted request", () => {
  test.each([
    [
      "a token opens everything",
      200,
      [200, 200, 200],
      "every request of the caller, until the token expires",
    ],
    [
      "a signature opens that one request, for five minutes",
      403,
      [200, 200, 200, 403],
      "that one request again, for five minutes",
    ],
  ] as const)("%s", (_, changed, replayed, expected) => {
    const result = resultOf([
      cell(
        "replayed",
        "iam",
        replayed.map((status) => step(status)),
      ),
      cell("tampered-path", "iam", [step(changed)]),
    ]);
    expect(value("intercepted", result)?.iam).toBe(expected);
  });

  test("that was not tried is worth nothing that we know", () => {
    expect(value("intercepted", resultOf([cell("replayed", "iam", [step(200)])]))).toBeUndefined();
  });
});

test("what the backend learns are the fields of /whoami that say something", () => {
  const body =
    '{"code":"00000","message":"success","caller":{"arn":"arn:x","account":"1","scopes":null,"id":""}}';
  const result = resultOf([cell("whoami", "iam", [step(200, { actual: { status: 200, body } })])]);
  expect(value("backend-learns", result)?.iam).toBe("arn, account");
});

test("latency is the method's own stack's, and says when it is local", () => {
  const latency = { method: "iam", cache: "warm", samples: 1, local: true } as const;
  const result = resultOf([], {
    latencies: [
      { ...latency, stack: "comparison", p50: 9, p99: 9 },
      { ...latency, stack: "iam", p50: 1.234, p99: 12.34 },
    ],
  });
  const figure = measuredFigures(result).find(({ id }) => id === "latency-warm");
  expect(figure?.values.iam).toBe("1.23 / 12.3");
  expect(figure?.title).toContain("local");
});

test("what failed is no measurement", () => {
  const failed = cell("permission-removed", "iam", [write(200, 0), write(403, 0)], { outcome: "failed" });
  expect(value("removal-delay", resultOf([failed]))).toBeUndefined();
});
