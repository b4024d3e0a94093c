/** Runs a step of a long test, and says on standard error how long it took. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    process.stderr.write(`  ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${name}\n`);
  }
}

/** Works on items side by side, at most `atOnce` of them at a time. The promises are in the order of the items. */
export function sideBySide<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R>[] {
  const started: Promise<R>[] = [];
  for (const item of items) {
    const before = started[started.length - atOnce];
    const next = (async () => {
      await before?.catch(() => {});
      return work(item);
    })();
    // Whoever awaits it hears of a failure; until then it is not an unhandled one.
    next.catch(() => {});
    started.push(next);
  }
  return started;
}
