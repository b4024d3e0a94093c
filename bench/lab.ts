import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Figure } from "./figure.ts";
import { requestsOf } from "./requests.ts";

interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

const CONNECTIONS = 20;
const SECONDS = 4;
const WARM_SECONDS = 3;
const AIMS: Readonly<Record<string, number>> = { "custom authorizer": 0.3, Cognito: 0.25, IAM: 0.2 };
const SOAK = 100_000;

/**
 * `npm run bench -- lab`: requests a second and latency of each method at 20 connections beside a bare `node:http`
 * server that answers the same body, load from another process; memory over 100,000 requests; time to the first answer.
 */
export async function benchLab(progress: (text: string) => void): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const children: ChildProcess[] = [];
  try {
    progress("starting the lab, synthesis included");
    const began = performance.now();
    const lab = spawn(process.execPath, ["run.mjs", "lab/main.ts", "--port", "0", "--dir", directory], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    children.push(lab);
    await line(lab, (text) => text.startsWith("ready"));
    const outputs = JSON.parse(readFileSync(join(directory, "outputs.json"), "utf8"));
    await fetch(`${outputs.iam.api_url}/tests`);
    const firstAnswer = (performance.now() - began) / 1000;

    const bare = spawn(process.execPath, ["bench/bare.mjs"], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(bare);
    const barePort = Number(await line(bare, () => true));
    const environment = Object.fromEntries(
      readFileSync(join(directory, "env"), "utf8")
        .split("\n")
        .filter(Boolean)
        .map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]),
    );
    const requests = await requestsOf(outputs, environment);
    const port = Number(new URL(outputs.iam.api_url).port);
    const hello = "GET /tests HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    const figures: Figure[] = [
      { what: "start to first answer", measured: `${firstAnswer.toFixed(2)} s`, aim: "2.5 s or less" },
    ];
    progress("warming up: node compiles what is called often");
    load(barePort, hello, WARM_SECONDS);
    for (const request of Object.values(requests)) load(port, request, WARM_SECONDS);
    progress(`bare node:http, ${CONNECTIONS} connections, ${SECONDS} s`);
    const floor = load(barePort, hello, SECONDS);
    figures.push({ what: "bare node:http", measured: shown(floor), ratio: 1, aim: "" });
    for (const [method, request] of Object.entries(requests)) {
      progress(`${method}, ${CONNECTIONS} connections, ${SECONDS} s`);
      const measured = load(port, request, SECONDS);
      figures.push({
        what: method,
        measured: shown(measured),
        ratio: measured.perSecond / floor.perSecond,
        aim: `${AIMS[method]} of bare`,
      });
    }
    progress(`memory over ${SOAK.toLocaleString("en")} requests`);
    figures.push(soak(lab, port, requests["custom authorizer"] ?? ""));
    return figures;
  } finally {
    for (const child of children) child.kill("SIGTERM");
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Resident memory after a quarter, a half and all of the requests. */
function soak(lab: ChildProcess, port: number, request: string): Figure {
  let sent = 0;
  const marks: number[] = [];
  for (const goal of [SOAK / 4, SOAK / 2, SOAK]) {
    while (sent < goal) sent += load(port, request, 1).requests;
    marks.push(residentMegabytes(lab.pid));
  }
  return {
    what: `memory, ${SOAK.toLocaleString("en")} requests`,
    measured: marks.map((megabytes) => `${megabytes} MB`).join(" → "),
    aim: "level",
  };
}

/** From Linux's /proc; elsewhere not a number. */
function residentMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return Number.NaN;
  }
}

function load(port: number, request: string, seconds: number): Load {
  const job = JSON.stringify({ port, request, connections: CONNECTIONS, seconds });
  const { stdout, status } = spawnSync(process.execPath, ["bench/load.mjs"], {
    input: job,
    encoding: "utf8",
    timeout: (seconds + 30) * 1000,
  });
  if (status !== 0) throw new Error("the load generator failed");
  const result = JSON.parse(stdout) as Load;
  const others = Object.keys(result.statuses).filter((code) => code !== "200");
  if (others.length > 0)
    throw new Error(`answers with status ${others.join(", ")}: ${JSON.stringify(result.statuses)}`);
  return result;
}

const shown = ({ perSecond, p50, p99 }: Load): string =>
  `${Math.round(perSecond).toLocaleString("en")} requests/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;

function line(child: ChildProcess, wanted: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error("no output"));
    createInterface({ input: child.stdout }).on("line", (text) => wanted(text) && resolve(text));
    child.once("exit", (code) => reject(new Error(`it ended with exit code ${code}`)));
  });
}
