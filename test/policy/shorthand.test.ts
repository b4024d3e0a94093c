import fc from "fast-check";
import { expandShorthand } from "../../policy/shorthand.ts";

const api = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012", apiId: "a1b2c3d4e5" };
const ARN = "arn:aws-cn:execute-api:cn-north-1:123456789012:a1b2c3d4e5";

describe("execute-api:/… (aws-behaviour B.3 [D])", () => {
  test.each([
    ["execute-api:/*", `${ARN}/*`],
    ["execute-api:/dev/GET/tests", `${ARN}/dev/GET/tests`],
    ["execute-api:/*/*/a:b", `${ARN}/*/*/a:b`],
    ["*", "*"],
    [`${ARN}/*`, `${ARN}/*`],
    ["execute-api:*", "execute-api:*"],
  ])("%s becomes %s", (shorthand, expected) => {
    for (const name of ["Resource", "NotResource"]) {
      const document = { Statement: { [name]: shorthand }, Id: shorthand };
      expect(expandShorthand(document, api)).toEqual({ Statement: { [name]: expected }, Id: shorthand });
      const list = { Statement: [{ [name]: ["*", shorthand] }] };
      expect(expandShorthand(list, api)).toEqual({ Statement: [{ [name]: ["*", expected] }] });
    }
  });

  test("whatever else comes, comes back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(expandShorthand(value, api)).toEqual(value);
        expect(expandShorthand({ Statement: value }, api)).toEqual({ Statement: value });
      }),
    );
  });
});
