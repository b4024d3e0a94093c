import { compose, type Desk } from "../client/compose.ts";
import type { Control } from "../client/control.ts";
import { CredentialError, NotHere } from "../client/errors.ts";
import type { Exchange } from "../client/exchange.ts";
import { headerOf, type WireAnswer, type WireRequest } from "../client/message.ts";
import { PAUSES, type Pauses, PROPAGATION, retry, THROTTLED } from "../client/retry.ts";
import { SendError, Sender } from "../client/send.ts";
import { tokenRequest } from "../client/tokens.ts";
import { sessionName } from "../client/wallet.ts";
import type { Caller } from "../method.ts";
import type { AskToken, Expected, Repeat, Scenario, Send, Step } from "../scenarios/scenario.ts";
import type { Target } from "../target/target.ts";
import { check, fillingsOf, shownActual, shownExpected } from "./check.ts";
import { leaksIn, untilLogged } from "./logs.ts";
import type { CellResult, StepResult } from "./result.ts";

/** What a cell is run with. */
export interface Bench {
  readonly sender: Sender;
  readonly control?: Control;
  readonly deniedAddress?: string;
  readonly logs?: string;
  readonly pauses?: Pauses;
  readonly signal?: AbortSignal;
}

/**
 * Runs the steps of one scenario with one method, until one does not end as expected. However it ends, the target is
 * left as it was found.
 *
 * @throws what the signal was aborted with
 */
export async function runCell(
  scenario: Scenario,
  steps: readonly Step[],
  desk: Omit<Desk, "witness">,
  bench: Bench,
): Promise<CellResult> {
  const cell = new Cell(desk, bench);
  const { method, stack } = desk.target;
  let end: End = { outcome: "passed" };
  let stopped: unknown;
  try {
    for (const step of steps) {
      const reason = await cell.take(step);
      if (reason) {
        end = { outcome: "failed", reason };
        break;
      }
    }
  } catch (error) {
    const known = bench.signal?.aborted ? undefined : endOf(error);
    if (known) end = known;
    else stopped = error;
  }
  const left = await cell.undo();
  if (stopped !== undefined) throw stopped;
  if (left) end = { outcome: "failed", reason: `the target could not be put back as it was: ${left}` };
  return { scenario: scenario.id, method, stack, ...end, ...cell.record() };
}

type End = Pick<CellResult, "outcome" | "reason">;

/** What an error says of the target; undefined when it is a mistake of this program. */
function endOf(error: unknown): End | undefined {
  if (error instanceof NotHere || (error instanceof SendError && error.code === "EADDRNOTAVAIL")) {
    return { outcome: "not-run", reason: error.message };
  }
  if (error instanceof CredentialError || error instanceof SendError) {
    return { outcome: "failed", reason: error.message };
  }
  return undefined;
}

class Cell {
  readonly #desk: Desk;
  readonly #bench: Bench;
  readonly #exchanges: Exchange[] = [];
  readonly #steps: StepResult[] = [];
  readonly #undo: (() => Promise<void>)[] = [];
  #last: WireRequest | undefined;
  #lastCaller: Caller | undefined;
  #at = 0;

  constructor(desk: Omit<Desk, "witness">, bench: Bench) {
    this.#desk = { ...desk, witness: (exchange) => this.#exchanges.push(exchange) };
    this.#bench = bench;
  }

  record(): Pick<CellResult, "steps" | "exchanges"> {
    return { steps: this.#steps, exchanges: this.#exchanges };
  }

  /** Takes a step; the reason why it did not end as expected, if it did not. */
  async take(step: Step): Promise<string | undefined> {
    switch (step.do) {
      case "send":
        return this.#send(step);
      case "repeat":
        return this.#repeat(step);
      case "ask-token":
        return this.#askToken(step);
      case "advance": {
        const { target, wallet, time } = this.#desk;
        const expiry = step.toExpiryOf && (await wallet.expiryOf(target, step.toExpiryOf));
        const toExpiry = expiry === undefined ? 0 : Math.round((expiry - time.now()) / 1000);
        await this.#advance(toExpiry + (step.seconds ?? 0));
        return undefined;
      }
      case "remove-permission": {
        const { control } = this.#bench;
        await control?.removePermission(step.caller, step.permission);
        this.#undo.push(async () => control?.restorePermission(step.caller, step.permission));
        return undefined;
      }
      case "inspect-logs": {
        const { logs = "" } = this.#bench;
        const requestId = this.#steps.at(-1)?.requestId;
        if (requestId) await untilLogged(logs, requestId);
        const leaks = await leaksIn(logs, this.#desk.mask);
        return leaks.length ? `credentials in the logs: ${leaks.join("; ")}` : undefined;
      }
    }
  }

  /** Leaves the target as it was found: permissions and clock. Says what went wrong, if something did. */
  async undo(): Promise<string | undefined> {
    let problem: string | undefined;
    for (const undo of this.#undo.splice(0).reverse()) {
      await undo().catch((error: Error) => {
        problem = error.message;
      });
    }
    return problem;
  }

  async #advance(seconds: number): Promise<void> {
    const { control } = this.#bench;
    const move = async (by: number): Promise<void> => {
      await control?.advance(by);
      this.#desk.time.moved(by);
    };
    await move(seconds);
    this.#at += seconds;
    this.#undo.push(() => move(-seconds));
  }

  async #send(step: Send): Promise<string | undefined> {
    const localAddress = step.from === "denied-address" ? this.#bench.deniedAddress : undefined;
    const make = async (): Promise<WireRequest> => ({
      ...(await compose(this.#desk, step.request, step.credential)),
      localAddress,
    });
    let wire = await make();
    // A date or a session token can be too old after a pause: every try is composed anew.
    const answer = await this.#patiently(step.expect, async (first) => {
      if (!first) wire = await make();
      return this.#bench.sender.send(wire, this.#bench.signal);
    });
    this.#last = wire;
    this.#lastCaller = "caller" in step.credential ? step.credential.caller : undefined;
    this.#exchanges.push({
      with: "API Gateway",
      request: `${step.request.verb} ${step.request.path}, ${carried(step)}`,
      answer: `${answer.status}${answer.status === 200 ? "" : ` ${headerOf(answer, "x-amzn-errortype") ?? ""}`}`,
      milliseconds: answer.milliseconds,
    });
    return this.#judge(step, wire, answer);
  }

  async #repeat(step: Repeat): Promise<string | undefined> {
    const wire = this.#last;
    if (!wire) throw new TypeError("nothing was sent yet that could be repeated");
    const eavesdropper = new Sender();
    try {
      return this.#judge(step, wire, await eavesdropper.send(wire, this.#bench.signal));
    } finally {
      eavesdropper.close();
    }
  }

  async #askToken(step: AskToken): Promise<string | undefined> {
    const { access } = this.#desk.target;
    if (access.kind !== "token") throw new TypeError("a role has no token endpoint");
    const { id, secret } = access.client(step.caller);
    const client = {
      tokenUrl: access.tokenUrl,
      id: step.wrong === "client" ? `${id.slice(0, -4)}none` : id,
      secret: step.wrong === "secret" ? [...secret].reverse().join("") : secret,
    };
    this.#desk.mask.addClient(client.id, client.secret, "a wrong client secret");
    const wire = tokenRequest(client);
    const answer = await this.#patiently(step.expect, () =>
      this.#bench.sender.send(wire, this.#bench.signal),
    );
    return this.#judge(step, wire, answer);
  }

  /** Tries again when throttled; and while IAM, at AWS, does not know everywhere what it was just told. */
  async #patiently(expect: Expected, act: (first: boolean) => Promise<WireAnswer>): Promise<WireAnswer> {
    const { method, loopback } = this.#desk.target;
    const { pauses = PAUSES, signal } = this.#bench;
    const waitForIam = method === "iam" && !loopback && expect.status === 200;
    let first = true;
    const once = async (): Promise<WireAnswer> => {
      const answer = await act(first);
      first = false;
      return answer;
    };
    const unthrottled = (): Promise<WireAnswer> =>
      retry(once, ({ status }) => status === 429, THROTTLED, pauses, signal);
    if (!waitForIam) return unthrottled();
    return retry(unthrottled, ({ status }) => status === 403, PROPAGATION, pauses, signal);
  }

  #judge(step: Send | Repeat | AskToken, wire: WireRequest, answer: WireAnswer): string | undefined {
    const caller = this.#lastCaller && nameOf(this.#desk.target, this.#lastCaller);
    const fillings = fillingsOf(wire, caller);
    const mismatches = check(answer, step.expect, fillings);
    this.#steps.push({
      shows: step.shows,
      request: {
        verb: wire.verb,
        url: wire.origin + wire.target,
        headers: wire.headers,
        body: wire.body,
        localAddress: wire.localAddress,
      },
      expected: shownExpected(step.expect, fillings),
      actual: shownActual(answer),
      mismatches,
      at: this.#at,
      requestId: headerOf(answer, "x-amzn-requestid"),
    });
    return mismatches.length ? mismatches.join("; ") : undefined;
  }
}

/** The name by which the backend knows a caller. */
export function nameOf({ access }: Target, caller: Caller): string {
  return access.kind === "role" ? sessionName(caller) : access.client(caller).id;
}

function carried({ credential }: Send): string {
  switch (credential.kind) {
    case "none":
      return "no credential";
    case "signature":
      return credential.presigned ? "SigV4 in the query" : "SigV4 signature";
    case "bearer":
      return credential.inQuery ? "token in the query" : "Bearer token";
    default:
      return "another credential";
  }
}
