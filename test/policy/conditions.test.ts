import fc from "fast-check";
import type { Answer } from "../../policy/certainty.ts";
import { readConditions } from "../../policy/conditions.ts";
import { context } from "./support.ts";

/** All conditions of a block together, as a statement asks them. */
function holds(block: unknown, values: Parameters<typeof context>[0] = {}, variables = true): Answer[] {
  return readConditions(block, variables, "Condition").map((condition) => condition.holds(context(values)));
}

const one = (operator: string, wanted: unknown, came?: string | string[]): Answer =>
  holds({ [operator]: { "x:key": wanted } }, came === undefined ? {} : { "x:key": came })[0];

describe("several values (IAM: Conditions with multiple context keys or values [D])", () => {
  test.each<[string, string, unknown, string | string[] | undefined, Answer]>([
    ["values are alternatives", "StringEquals", ["a", "b"], "b", true],
    ["values are alternatives", "StringEquals", ["a", "b"], "c", false],
    ["none may match a negated operator", "StringNotEquals", ["a", "b"], "b", false],
    ["none may match a negated operator", "StringNotEquals", ["a", "b"], "c", true],
    ["an absent key fails", "StringEquals", "a", undefined, false],
    ["an absent key holds when negated", "StringNotEquals", "a", undefined, true],
    ["IfExists: an absent key holds", "StringEqualsIfExists", "a", undefined, true],
    ["IfExists: a present key is compared", "StringEqualsIfExists", "a", "b", false],
    ["IfExists, negated and absent", "StringNotEqualsIfExists", "a", undefined, true],
    ["IfExists, negated and present", "StringNotEqualsIfExists", "a", "a", false],
    ["no values count as an absent key", "StringEquals", "a", [], false],
    ["several of the request's without a set operator: doubt", "StringEquals", "a", ["a", "b"], undefined],
    ["several of the request's without a set operator: doubt", "StringNotEquals", "a", ["b", "c"], undefined],
    ["ForAllValues: each is one of the policy's", "ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
    ["ForAllValues: one is not", "ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues: an absent key holds", "ForAllValues:StringEquals", "a", undefined, true],
    ["ForAllValues: an empty string is no value", "ForAllValues:StringEquals", "a", "", true],
    ["ForAllValues, negated: one matches", "ForAllValues:StringNotEquals", ["a"], ["a", "c"], false],
    ["ForAllValues, negated: none matches", "ForAllValues:StringNotEquals", ["a"], ["b", "c"], true],
    ["ForAnyValue: one is", "ForAnyValue:StringEquals", ["a", "b"], ["a", "c"], true],
    ["ForAnyValue: none is", "ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], false],
    ["ForAnyValue: an absent key fails", "ForAnyValue:StringEquals", "a", undefined, false],
    ["ForAnyValue: an empty string is no value", "ForAnyValue:StringEquals", ["", "a"], "", false],
    [
      "ForAnyValue, negated: one differs from all",
      "ForAnyValue:StringNotEquals",
      ["a", "b"],
      ["a", "c"],
      true,
    ],
    [
      "ForAnyValue, negated: each is one of them",
      "ForAnyValue:StringNotEquals",
      ["a", "b"],
      ["a", "b"],
      false,
    ],
    ["ForAnyValue, negated: an absent key fails", "ForAnyValue:StringNotEquals", "a", undefined, false],
    [
      "ForAnyValue and IfExists: absent fails [R re:Post]",
      "ForAnyValue:StringEqualsIfExists",
      "a",
      undefined,
      false,
    ],
    ["an empty string is a value", "StringLike", ["", "home/"], "", true],
  ])("%s (%s %j on %j: %p)", (_name, operator, wanted, came, expected) => {
    expect(one(operator, wanted, came)).toBe(expected);
  });

  test("operators and keys are all asked", () => {
    const block = {
      StringEquals: { "aws:PrincipalTag/team": "a", "aws:PrincipalAccount": "1" },
      Bool: { "aws:SecureTransport": true },
    };
    expect(holds(block, { "aws:PrincipalTag/team": "a", "aws:SecureTransport": "false" })).toEqual([
      true,
      false,
      false,
    ]);
    expect(holds({})).toEqual([]);
    expect(holds({ StringEquals: {} })).toEqual([]);
  });

  test("key names have no case, values do", () => {
    expect(holds({ StringEquals: { "AWS:UserName": "Bob" } }, { "aws:username": "Bob" })).toEqual([true]);
    expect(holds({ StringEquals: { "AWS:UserName": "Bob" } }, { "aws:username": "bob" })).toEqual([false]);
  });

  test("numbers and Booleans may stand without quotes", () => {
    expect([
      one("NumericEquals", 10, "10"),
      one("Bool", true, "true"),
      one("StringEquals", 1.5, "1.5"),
    ]).toEqual([true, true, true]);
  });
});

describe("Null (IAM: Condition operators [D])", () => {
  test.each<[unknown, string | string[] | undefined, Answer]>([
    ["true", undefined, true],
    ["true", "a", false],
    ["false", undefined, false],
    ["false", ["a", "b"], true],
    [true, undefined, true],
    [["true", "false"], "a", true],
    ["true", [], true],
    ["true", "", undefined],
    ["false", "", undefined],
  ])("%j on %j: %p", (wanted, came, expected) => {
    expect(one("Null", wanted, came)).toBe(expected);
  });
});

describe("variables in values [D]", () => {
  const block = { StringEquals: { "x:key": "${aws:username}" } };

  test("are replaced for string and ARN operators", () => {
    expect(holds(block, { "x:key": "bob", "aws:username": "bob" })).toEqual([true]);
    expect(holds(block, { "x:key": "bob", "aws:username": "eve" })).toEqual([false]);
    expect(
      holds(
        { ArnLike: { "x:key": "${aws:PrincipalArn}" } },
        {
          "x:key": "arn:aws:iam::1:user/a:b",
          "aws:PrincipalArn": "arn:aws:iam::1:user/a:b",
        },
      ),
    ).toEqual([true]);
  });

  test("their values hold no wildcards", () => {
    const like = { StringLike: { "x:key": "${aws:username}/*" } };
    expect(holds(like, { "x:key": "eve/1", "aws:username": "*" })).toEqual([false]);
    expect(holds(like, { "x:key": "*/1", "aws:username": "*" })).toEqual([true]);
  });

  test("without a value there is no equal or like value", () => {
    expect(holds(block, { "x:key": "bob" })).toEqual([false]);
    expect(holds({ StringNotEquals: { "x:key": "${aws:username}" } }, { "x:key": "bob" })).toEqual([true]);
    expect(holds({ StringEquals: { "x:key": ["${aws:username}", "bob"] } }, { "x:key": "bob" })).toEqual([
      true,
    ]);
  });

  test("with several values they are in doubt", () => {
    expect(holds(block, { "x:key": "bob", "aws:username": ["bob", "eve"] })).toEqual([undefined]);
  });

  test("a value that is no ARN is in doubt", () => {
    const values = { "x:key": "arn:aws:iam::1:user/a", "aws:username": "bob" };
    expect(holds({ ArnNotLike: { "x:key": "${aws:username}" } }, values)).toEqual([undefined]);
  });

  test("are text in an older policy", () => {
    expect(holds(block, { "x:key": "bob", "aws:username": "bob" }, false)).toEqual([false]);
    expect(holds(block, { "x:key": "${aws:username}" }, false)).toEqual([true]);
  });

  test("their keys are named, after the condition's own", () => {
    const block = { StringLike: { "aws:Referer": ["${aws:UserName}", "${aws:PrincipalTag/Team, 'x'}"] } };
    expect(readConditions(block, true, "Condition").map((condition) => condition.keys)).toEqual([
      ["aws:referer", "aws:username", "aws:principaltag/team"],
    ]);
  });
});

describe("what is refused", () => {
  test.each<[string, unknown, RegExp]>([
    ["null (aws-behaviour D.1 [R]: 500)", null, /^came null; allowed: an object/],
    ["a list", [], /came an empty list/],
    ["a string", "a", /came "a"/],
    [
      "an unknown operator",
      { StringMatches: { "x:key": "a" } },
      /came "StringMatches"; allowed: StringEquals, /,
    ],
    ["an operator in another case", { stringequals: { "x:key": "a" } }, /came "stringequals"/],
    ["a member of Object", { constructor: { "x:key": "a" } }, /came "constructor"/],
    ["an unknown qualifier", { "ForEachValue:StringEquals": { "x:key": "a" } }, /came "ForEachValue/],
    ["Null with IfExists", { NullIfExists: { "x:key": "true" } }, /came "NullIfExists"/],
    ["Null with a qualifier", { "ForAllValues:Null": { "x:key": "true" } }, /came "ForAllValues:Null"/],
    ["BinaryNotEquals, which IAM has not", { BinaryNotEquals: { "x:key": "YQ==" } }, /BinaryNotEquals/],
    ["keys that are no object", { StringEquals: "a" }, /came "a"; allowed: an object/],
    ["a key without a service", { StringEquals: { key: "a" } }, /came "key"; allowed: a condition key/],
    ["a key twice", { StringEquals: { "aws:a": "x", "AWS:A": "y" } }, /each condition key once/],
    ["no value", { StringEquals: { "x:key": [] } }, /at least one value/],
    ["a null value", { StringEquals: { "x:key": null } }, /came null; allowed: a string/],
    ["an object as value", { StringEquals: { "x:key": { a: 1 } } }, /came an object/],
    ["a list in a list", { StringEquals: { "x:key": [["a"]] } }, /came a list/],
    ["a number that JSON cannot keep", { StringEquals: { "x:key": 2 ** 60 } }, /came 1152921504606847/],
    ["no number", { NumericEquals: { "x:key": "ten" } }, /came "ten"; allowed: an integer or decimal/],
    ["no date", { DateLessThan: { "x:key": "tomorrow" } }, /came "tomorrow"; allowed: a date/],
    ["no Boolean", { Bool: { "x:key": "yes" } }, /came "yes"; allowed: "true" or "false"/],
    ["no base64", { BinaryEquals: { "x:key": "a" } }, /came "a"; allowed: base64/],
    ["no CIDR", { NotIpAddress: { "x:key": "10.0.0.0/33" } }, /came "10.0.0.0\/33"; allowed: an IPv4/],
    ["no ARN", { ArnLike: { "x:key": "*" } }, /came "\*"; allowed: an ARN/],
    ["no Null", { Null: { "x:key": "maybe" } }, /came "maybe"; allowed: "true" \(absent\)/],
    [
      "a variable of a numeric operator",
      { NumericEquals: { "x:key": "${aws:EpochTime}" } },
      /integer or decimal/,
    ],
    ["a variable of an IP operator", { IpAddress: { "x:key": "${aws:SourceIp}" } }, /IPv4 or IPv6/],
    ["a variable without its brace", { StringEquals: { "x:key": "${aws:username" } }, /closing brace/],
  ])("%s", (_name, block, message) => {
    expect(() => readConditions(block, true, "Condition")).toThrow(message);
  });

  test("the path names operator, key and place", () => {
    const paths = [
      { StringEquals: { "x:key": ["a", null] } },
      { NumericEquals: { "x:key": "a" } },
      { Nope: { "x:key": "a" } },
    ].map((block) => {
      try {
        return readConditions(block, true, "Statement[0].Condition");
      } catch (error) {
        return (error as { path: string }).path;
      }
    });
    expect(paths).toEqual([
      'Statement[0].Condition.StringEquals["x:key"][1]',
      'Statement[0].Condition.NumericEquals["x:key"]',
      "Statement[0].Condition.Nope",
    ]);
  });
});

describe("a negated operator is the complement of its own, where the key has one value", () => {
  const texts = fc.constantFrom("a", "A", "b*", "", "7", "10", "1.5", "arn:aws:s:r:1:x", "arn:aws:s:r:1:*");
  const dates = fc.constantFrom(
    "2026-01-31",
    "2026-01-31T00:00:00Z",
    "1769817600",
    "2020-02-29T23:59:59+09:00",
  );
  const numbers = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value.toFixed(3));
  const ips = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("10.0.0.0/8", "2001:db8::/32"));
  test.each([
    ["StringEquals", "StringNotEquals", texts],
    ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", texts],
    ["StringLike", "StringNotLike", texts],
    ["NumericEquals", "NumericNotEquals", numbers],
    ["DateEquals", "DateNotEquals", dates],
    ["IpAddress", "NotIpAddress", ips],
  ])("%s and %s", (operator, negated, values) => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 3 }), values, (wanted, came) => {
        const answer = one(operator, wanted, came);
        expect(one(negated, wanted, came)).toBe(answer === undefined ? undefined : !answer);
        expect(one(`${operator}IfExists`, wanted, came)).toBe(answer);
        expect(one(`ForAnyValue:${operator}`, wanted, came)).toBe(came === "" ? false : answer);
      }),
    );
  });

  test("ArnEquals and ArnNotEquals", () => {
    const arns = fc.constantFrom("arn:aws:s:r:1:x", "arn:aws:s:r:1:x/y", "arn:aws:s::1:x", "no arn");
    const patterns = fc.constantFrom("arn:aws:s:r:1:x", "arn:aws:s:*:1:x*", "arn:*:s::?:*");
    fc.assert(
      fc.property(patterns, arns, (wanted, came) => {
        const answer = one("ArnEquals", wanted, came);
        expect(one("ArnLike", wanted, came)).toBe(answer);
        expect(one("ArnNotEquals", wanted, came)).toBe(answer === undefined ? undefined : !answer);
        expect(one("ArnNotLike", wanted, came)).toBe(one("ArnNotEquals", wanted, came));
      }),
    );
  });
});
