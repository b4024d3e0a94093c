/**
 * An execution environment's thread: loads the handler, then runs one invocation at a time, in the order they come.
 * What it sends is described in ../protocol.ts.
 */

import { workerData } from "node:worker_threads";
import { Claims } from "./claims.mjs";
import { installClock, shiftClock } from "./clock.mjs";
import { confine } from "./confinement.mjs";
import { RuntimeError, reportError } from "./errors.mjs";
import { loadHandler } from "./handler.mjs";
import { Invocation } from "./invocation.mjs";
import { captureOutput, Output } from "./output.mjs";
import { installWorkingDirectory } from "./working-directory.mjs";

/** @typedef {import("../protocol.ts").Message} Message */
/** @typedef {{ sequence: number, shift: number, requestId: string, event: string }} Pending */

const { port, control, shift, taskRoot, handlerName, redirects, facts } =
  /** @type {import("../protocol.ts").Start} */ (workerData);
// The handler's code has no business with the lab's port.
for (const key of Object.keys(workerData)) delete workerData[key];

/** Node's exit code where a top-level `await` never settles. */
const UNSETTLED = 13;

const claims = new Claims(control);
const exit = process.exit.bind(process);
const send = (/** @type {Message} */ message) => port.postMessage(message);
const output = new Output((level, text) => send(["log", current?.requestId ?? "", level, text]));

/** @type {import("./handler.mjs").Handler | undefined} */
let handler;
/** @type {Pending[]} */
const queue = [];
/** @type {(Pending & { invocation: Invocation }) | undefined} */
let current;

/** Begins the next invocation that the lab has not taken back. */
function next() {
  for (let pending = queue.shift(); pending; pending = queue.shift()) {
    if (claims.begin(pending.sequence)) return begin(pending);
  }
  port.ref();
}

/** @param {Pending} pending */
function begin(pending) {
  const invocation = new Invocation((outcome) => {
    claims.end(pending.sequence);
    output.flush();
    current = undefined;
    send(
      outcome.ok
        ? outcome.payload
        : ["error", outcome.kind, outcome.errorType, outcome.errorMessage, outcome.trace],
    );
    queueMicrotask(next);
  });
  current = { ...pending, invocation };
  shiftClock(pending.shift);
  // Without the port, an event loop that empties tells that the handler is waiting for nothing.
  port.unref();
  invocation.run(
    /** @type {import("./handler.mjs").Handler} */ (handler),
    pending.requestId,
    pending.event,
    facts,
  );
}

/**
 * Reports an error that ends the environment: for the invocation under way, or for the load of the handler.
 * @param {import("./errors.mjs").ErrorReport} report
 * @param {number} code
 * @returns {never}
 */
function crash(report, code) {
  const { errorType, errorMessage, trace } = report;
  if (current) claims.end(current.sequence);
  output.flush();
  if (!handler) send(["init-error", errorType, errorMessage, trace]);
  else send([current ? "error" : "idle-error", "crash", errorType, errorMessage, trace]);
  return exit(code);
}

shiftClock(shift);
installClock();
captureOutput(output);
installWorkingDirectory(taskRoot);
if (redirects.length > 0) (await import("./redirects.mjs")).installRedirects(redirects);
confine(facts.memoryMb, (death) => {
  output.flush();
  send(["death", death]);
  return exit(1);
});
process.on("uncaughtException", (error) => crash(reportError(error), 129));
process.on("unhandledRejection", (reason) => {
  crash(reportError(new RuntimeError("UnhandledPromiseRejection", String(reason))), 128);
});
process.on("beforeExit", () => (handler ? current?.invocation.eventLoopEmpty() : exit(UNSETTLED)));

loadHandler(taskRoot, handlerName).then(
  (loaded) => {
    handler = loaded;
    output.flush();
    send(["ready"]);
    port.on("message", (/** @type {import("../protocol.ts").Batch} */ [sequence, batchShift, ...texts]) => {
      for (let at = 0; at < texts.length; at += 2) {
        const [requestId, event] = /** @type {[string, string]} */ (texts.slice(at, at + 2));
        queue.push({ sequence: sequence + at / 2, shift: batchShift, requestId, event });
      }
      if (!current) next();
    });
  },
  (error) => crash(reportError(error), 1),
);
