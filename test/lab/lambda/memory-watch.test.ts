import { MemoryWatch } from "../../../lab/lambda/memory-watch.ts";

const MB = 1024 * 1024;

test("allows running functions their memory and the lab its own, and no more", () => {
  let resident = 100 * MB;
  const watch = new MemoryWatch(() => resident);
  resident = (100 + 128 + 512) * MB;
  expect(watch.isExceeded(128)).toBe(false);
  resident += 1;
  expect(watch.isExceeded(128)).toBe(true);
  expect(watch.isExceeded(256)).toBe(false);
});

test("counts from what the process had while nothing ran long", () => {
  let resident = 100 * MB;
  const watch = new MemoryWatch(() => resident);
  resident = 2_000 * MB;
  expect(watch.isExceeded(0)).toBe(false);
  resident += 600 * MB;
  expect(watch.isExceeded(128)).toBe(false);
  resident += 100 * MB;
  expect(watch.isExceeded(128)).toBe(true);
});
