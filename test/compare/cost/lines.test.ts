import { bill, VARIANTS } from "../../../compare/cost/lines.ts";
import {
  authorizerCalls,
  type CostParameters,
  DEFAULT_PARAMETERS,
  tokensPerMonth,
} from "../../../compare/cost/parameters.ts";

const one: CostParameters = {
  ...DEFAULT_PARAMETERS,
  callers: 1,
  processes: 1,
  authorizer: { memoryMb: 128, milliseconds: 10 },
};

describe("limits-and-prices 1.6", () => {
  test.each([
    [300, 11_680, 26.28],
    [3600, 973, 2.19],
    [86_400, 41, 0.09],
  ])(
    "tokens of one caching process with a lifetime of %i s: %i a month, $%d",
    (tokenLifetime, tokens, usd) => {
      const parameters = { ...one, tokenLifetime };
      expect(Math.round(tokensPerMonth(1e9, parameters))).toBe(tokens);
      expect(bill("cognito-scopes", 1e9, parameters).authorizationUsd).toBeCloseTo(usd, 2);
    },
  );

  test("a Lambda authorizer's call is $0.000000217, and 10 M uncached ones are $2.17", () => {
    const lines = bill("no-policy-cache", 10e6, one).lines.filter(
      ({ item }) => /calls|duration/.test(item) && /authorizer/.test(item),
    );
    expect(lines).toHaveLength(2);
    const usd = lines.reduce((sum, line) => sum + line.usd, 0);
    expect(usd).toBeCloseTo(2.17, 2);
    expect(usd / 10e6).toBeCloseTo(0.000000217, 9);
    expect(0.00225 / (usd / 10e6)).toBeCloseTo(10_385, -1);
  });

  test("API Gateway is the same $35.00 for 10 M requests of every method", () => {
    for (const variant of VARIANTS) {
      expect(
        bill(variant, 10e6, one).lines.find(({ item }) => item === "API Gateway requests")?.usd,
      ).toBeCloseTo(35, 9);
    }
  });

  test("the trap: a token a call is $13,312.50 at 10 M requests", () => {
    const trap = bill("a-token-a-call", 10e6, one);
    expect(trap.authorizationUsd).toBeCloseTo(13_312.5, 6);
    expect(trap.confidence).toBe("C");
  });

  test("IAM has no line that costs something beyond the shared ones", () => {
    expect(bill("iam", 1e9, one).authorizationUsd).toBe(0);
  });
});

describe("tokens and authorizer calls", () => {
  test("are counted by process, not by client", () => {
    expect(tokensPerMonth(1e9, { ...one, callers: 2, processes: 5 })).toBeCloseTo(
      10 * tokensPerMonth(1e9, one),
      6,
    );
    expect(authorizerCalls(1e9, { ...one, callers: 2, processes: 5 })).toBe(10 * authorizerCalls(1e9, one));
  });

  test("are never more than the requests", () => {
    expect(tokensPerMonth(10, one)).toBe(10);
    expect(authorizerCalls(10, one)).toBe(10);
  });

  test.each([
    ["a hit rate", { cacheHitRate: 0.9 }, 100_000],
    ["a hit rate of nothing", { cacheHitRate: 0 }, 1e6],
    ["no cache", { policyTtl: 0 }, 1e6],
    ["a TTL of 300 s", { policyTtl: 300 }, 8760],
    ["a TTL of an hour", { policyTtl: 3600 }, 730],
  ])("authorizer calls with %s", (_, change, calls) => {
    expect(authorizerCalls(1e6, { ...one, ...change })).toBeCloseTo(calls, 6);
  });
});

test("a bill is the sum of its lines, and the shared lines are the same for every variant", () => {
  const bills = VARIANTS.map((variant) => bill(variant, 5e7, DEFAULT_PARAMETERS));
  for (const { usd, lines } of bills)
    expect(usd).toBeCloseTo(
      lines.reduce((sum, line) => sum + line.usd, 0),
      9,
    );
  const shared = bills.map(({ lines }) => lines.filter(({ authorization }) => !authorization));
  for (const lines of shared) expect(lines).toEqual(shared[0]);
});

test("in Seoul every total is unverified: API Gateway's tiers there were never confirmed", () => {
  for (const variant of VARIANTS) {
    expect(bill(variant, 1e6, { ...one, region: "ap-northeast-2" }).confidence).toBe("X");
    expect(bill(variant, 1e6, one).confidence).not.toBe("X");
  }
});
