import type { Caller } from "../method.ts";
import type { Environment } from "../target/env.ts";
import { NotHere } from "./errors.ts";
import type { WireAnswer } from "./message.ts";
import type { Sender } from "./send.ts";

/** What a gateway wrote down of one request. */
export interface DecisionRecord {
  readonly requestId: string;
  readonly stack?: string;
  readonly method?: string;
  readonly path?: string;
  readonly caller?: string;
  readonly status?: number;
  readonly responseType?: string;
  readonly steps: readonly DecisionStep[];
}

/** One step of a decision. */
export interface DecisionStep {
  readonly step: string;
  readonly outcome: string;
  readonly why: string;
  /** The Terraform resource that decided. */
  readonly address?: string;
  readonly attribute?: string;
  readonly statement?: StatementRecord;
}

/** The policy statement that decided. */
export interface StatementRecord {
  readonly source: { readonly address: string; readonly attribute: string; readonly name?: string };
  readonly index: number;
  readonly sid?: string;
  readonly effect: string;
  /** The statement as compact JSON. */
  readonly text: string;
}

/** The control endpoint of a lab: what a deployment in AWS has nothing like. */
export class Control {
  readonly #url: string;
  readonly #token: string;
  readonly #sender: Sender;

  constructor(url: string, token: string, sender: Sender) {
    this.#url = url.replace(/\/$/, "");
    this.#token = token;
    this.#sender = sender;
  }

  /** The control endpoint that an environment names (`LAB_CONTROL_URL`, `LAB_CONTROL_TOKEN`), if it names one. */
  static from(environment: Environment, sender: Sender): Control | undefined {
    const { LAB_CONTROL_URL: url, LAB_CONTROL_TOKEN: token } = environment;
    return url && token ? new Control(url, token, sender) : undefined;
  }

  /** How far the target's clock is ahead of this machine's, in milliseconds. */
  async clockOffset(): Promise<number> {
    const { offset } = JSON.parse((await this.#checked("GET", "/clock")).body) as { offset: number };
    return offset;
  }

  /** Moves the target's clock by some seconds; a negative number moves it back. */
  async advance(seconds: number): Promise<void> {
    await this.#checked("POST", "/clock", JSON.stringify({ advance: seconds * 1000 }));
  }

  /** Takes a permission from a caller, as an administrator would, with every method. */
  async removePermission(caller: Caller, permission: string): Promise<void> {
    await this.#checked("DELETE", permissionPath(caller, permission));
  }

  /** Gives it back. */
  async restorePermission(caller: Caller, permission: string): Promise<void> {
    await this.#checked("PUT", permissionPath(caller, permission));
  }

  /** How a request was decided; undefined when the target has forgotten it. */
  async decision(requestId: string): Promise<DecisionRecord | undefined> {
    const path = `/decisions/${encodeURIComponent(requestId)}`;
    const answer = await this.#send("GET", path);
    if (answer.status === 404) return undefined;
    return JSON.parse(checked(answer, `GET ${path}`).body) as DecisionRecord;
  }

  async #checked(verb: string, path: string, body?: string): Promise<WireAnswer> {
    return checked(await this.#send(verb, path, body), `${verb} ${path}`);
  }

  #send(verb: string, path: string, body?: string): Promise<WireAnswer> {
    const { origin, host, pathname } = new URL(this.#url + path);
    const headers: [string, string][] = [
      ["Host", host],
      ["Authorization", `Bearer ${this.#token}`],
    ];
    if (body !== undefined) headers.push(["Content-Type", "application/json"]);
    return this.#sender.send({ origin, verb, target: pathname, headers, body });
  }
}

function checked(answer: WireAnswer, what: string): WireAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new NotHere(
    `the lab's control endpoint refused ${what}: ${answer.status} ${answer.body.slice(0, 200)}`,
  );
}

function permissionPath(caller: Caller, permission: string): string {
  return `/callers/${caller}/permissions/${encodeURIComponent(permission)}`;
}
