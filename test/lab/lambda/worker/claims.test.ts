import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { Claims, SLOTS } from "../../../../lab/lambda/worker/claims.mjs";

test("an invocation is begun or taken back, whichever comes first", () => {
  const lab = new Claims();
  const environment = new Claims(lab.buffer);
  lab.offer(0);
  lab.offer(1);
  expect(environment.begin(0)).toBe(true);
  expect(lab.takeBack(0)).toBe(false);
  expect(lab.takeBack(1)).toBe(true);
  expect(environment.begin(1)).toBe(false);
  expect(lab.begunAt(1)).toBeUndefined();
});

test("tells when an invocation was begun and how long it took", () => {
  const claims = new Claims();
  claims.offer(5);
  expect(claims.begunAt(5)).toBeUndefined();
  claims.begin(5);
  expect(Math.abs((claims.begunAt(5) ?? 0) - Date.now())).toBeLessThan(60_000);
  claims.end(5);
  expect(claims.duration(5)).toBeGreaterThanOrEqual(0);
  expect(claims.duration(5)).toBeLessThan(1_000);
});

test("a slot is used again", () => {
  const claims = new Claims();
  for (const sequence of [3, 3 + SLOTS, 3 + 2 * SLOTS]) {
    claims.offer(sequence);
    expect(claims.begin(sequence)).toBe(true);
    expect(claims.takeBack(sequence)).toBe(false);
  }
});

test("two threads that race for the same invocations never both get one, and never neither", async () => {
  const rounds = 200;
  const claims = new Claims();
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const source = `import { parentPort, workerData } from "node:worker_threads";
    const { Claims } = await import(workerData.module);
    const claims = new Claims(workerData.buffer), begun = [];
    for (let round = 1; round <= ${rounds}; round++) {
      Atomics.wait(workerData.gate, 0, round - 1);
      const got = []; for (let slot = 0; slot < ${SLOTS}; slot++) got.push(claims.begin(slot));
      begun.push(got); Atomics.store(workerData.gate, 1, round); Atomics.notify(workerData.gate, 1);
    }
    parentPort.postMessage(begun);`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const module = pathToFileURL(resolve("lab/lambda/worker/claims.mjs")).href;
  const thread = new Worker(url, { workerData: { buffer: claims.buffer, gate, module } });
  const finished = new Promise<boolean[][]>((done, fail) => thread.on("message", done).on("error", fail));
  const taken: boolean[][] = [];
  for (let round = 1; round <= rounds; round++) {
    for (let slot = 0; slot < SLOTS; slot++) claims.offer(slot);
    Atomics.store(gate, 0, round);
    Atomics.notify(gate, 0);
    const got = Array.from({ length: SLOTS }, (_, slot) => SLOTS - 1 - slot)
      .map((slot) => claims.takeBack(slot))
      .reverse();
    taken.push(got);
    Atomics.wait(gate, 1, round - 1);
  }
  const begun = await finished;
  expect(begun).toEqual(taken.map((round) => round.map((wasTaken) => !wasTaken)));
});
