import fc from "fast-check";
import { BoundedMap } from "../../../lab/gateway/bounded-map.ts";

describe("BoundedMap", () => {
  test("never holds more than its capacity, and always the entry that was set last", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.boolean(), fc.nat(9))),
        (capacity, steps) => {
          const map = new BoundedMap<number>(capacity);
          for (const [write, key] of steps) {
            if (!write) map.get(String(key));
            else {
              map.set(String(key), key);
              expect(map.get(String(key))).toBe(key);
            }
            expect(map.size).toBeLessThanOrEqual(capacity);
          }
        },
      ),
    );
  });

  test("forgets the entry that was not used for longest", () => {
    const map = new BoundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.get("a");
    map.set("c", 3);
    expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
  });

  test("a capacity that is no number of entries is the programmer's mistake", () => {
    for (const capacity of [0, -1, 1.5, Number.NaN])
      expect(() => new BoundedMap(capacity)).toThrow(TypeError);
  });
});
