import { ProgressLine } from "../../../compare/report/progress.ts";
import { cell, step } from "../result.ts";

function show(isTTY: boolean): string {
  const written: string[] = [];
  const line = new ProgressLine({ isTTY, columns: 20, write: (text) => written.push(text) });
  const passed = cell("a", "iam", [step(200)]);
  line.show({ done: 1, total: 3, cell: passed, doing: "first" });
  line.show({ done: 2, total: 3, cell: { ...passed, outcome: "failed" }, doing: "first" });
  line.show({ done: 3, total: 3, cell: passed, doing: "a-very-long-scenario-name" });
  line.end();
  return written.join("");
}

test("on a terminal one line changes, cut to its width, and goes away", () => {
  expect(show(true)).toBe(
    "\r\u001b[K[1/3] first\r\u001b[K[2/3] first\r\u001b[K[3/3] a-very-long-s\r\u001b[K",
  );
});

test("elsewhere there is a line a scenario, without control characters", () => {
  expect(show(false)).toBe("[3/3] first ✓✗\n[done] a-very-long-scenario-name ✓\n");
});
