import { type Answer, allOf, anyOf, not } from "../../policy/certainty.ts";

const identity = (answer: Answer): Answer => answer;

describe("three-valued logic: doubt is undefined", () => {
  test.each<[Answer[], Answer, Answer]>([
    [[], false, true],
    [[true], true, true],
    [[false], false, false],
    [[undefined], undefined, undefined],
    [[true, false], true, false],
    [[undefined, true], true, undefined],
    [[undefined, false], undefined, false],
    [[true, undefined, false], true, false],
  ])("%p: any %p, all %p", (answers, any, all) => {
    expect(anyOf(answers, identity)).toBe(any);
    expect(allOf(answers, identity)).toBe(all);
    expect(anyOf([...answers].reverse(), identity)).toBe(any);
    expect(allOf([...answers].reverse(), identity)).toBe(all);
  });

  test("the complement of doubt is doubt", () => {
    expect([true, false, undefined].map(not)).toEqual([false, true, undefined]);
  });
});
