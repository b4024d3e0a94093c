import fc from "fast-check";
import { breakEvens, cheapest } from "../../../compare/cost/break-even.ts";
import { bill } from "../../../compare/cost/lines.ts";
import { type CostParameters, DEFAULT_PARAMETERS } from "../../../compare/cost/parameters.ts";

const own = (variant: Parameters<typeof bill>[0], requests: number, parameters: CostParameters): number =>
  bill(variant, requests, parameters).authorizationUsd;

describe("breakEvens", () => {
  test("the points are where one stops and the other begins to be the cheaper", () => {
    const parameters = fc.record({
      callers: fc.integer({ min: 1, max: 20 }),
      processes: fc.integer({ min: 1, max: 20 }),
      tokenLifetime: fc.integer({ min: 300, max: 86_400 }),
    });
    fc.assert(
      fc.property(parameters, (change) => {
        const all = { ...DEFAULT_PARAMETERS, ...change };
        return breakEvens("cognito-scopes", "no-policy-cache", all).every(
          ({ requests, cheaperBelow, cheaperAbove }) =>
            own(cheaperBelow, requests * 0.999, all) < own(cheaperAbove, requests * 0.999, all) &&
            own(cheaperAbove, requests * 1.001, all) < own(cheaperBelow, requests * 1.001, all),
        );
      }),
      { numRuns: 30 },
    );
  });

  test("without a policy cache, Cognito is the cheaper from some volume on, and that grows with the processes", () => {
    const [few] = breakEvens("cognito-scopes", "no-policy-cache", DEFAULT_PARAMETERS);
    const [many] = breakEvens("cognito-scopes", "no-policy-cache", { ...DEFAULT_PARAMETERS, processes: 10 });
    expect(few).toMatchObject({ cheaperBelow: "no-policy-cache", cheaperAbove: "cognito-scopes" });
    expect(many!.requests / few!.requests).toBeCloseTo(10, 3);
  });

  test("there is none where one is always the cheaper", () => {
    expect(breakEvens("iam", "cognito-scopes", DEFAULT_PARAMETERS)).toEqual([]);
    expect(breakEvens("iam", "iam", DEFAULT_PARAMETERS)).toEqual([]);
  });
});

describe("cheapest", () => {
  test("agrees with the bills at every power of ten", () => {
    const parameters = { ...DEFAULT_PARAMETERS, cacheHitRate: 0.5 };
    const among = ["cognito-scopes", "custom-authorizer"] as const;
    const { first, changes } = cheapest(parameters, among);
    for (let power = 3; power <= 9; power++) {
      const requests = 10 ** power;
      const said = changes.filter((change) => change.requests <= requests).at(-1)?.cheaperAbove ?? first;
      const costs = among.map((method) => own(method, requests, parameters));
      expect(own(said, requests, parameters)).toBe(Math.min(...costs));
    }
    expect(changes).toHaveLength(1);
  });

  test("is IAM throughout", () => {
    expect(cheapest(DEFAULT_PARAMETERS)).toEqual({ first: "iam", changes: [] });
  });
});
