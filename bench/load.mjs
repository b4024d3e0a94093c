/**
 * Sends one request over and over, from a process of its own: `node bench/load.mjs`, with a {@link Job} as JSON on
 * standard input; prints a {@link Load} as JSON. Bounded in time; loopback only.
 *
 * @typedef {{ port: number, request: string, connections: number, seconds: number }} Job
 * @typedef {{ requests: number, seconds: number, perSecond: number, p50: number, p99: number, statuses: Record<string, number> }} Load
 */
import { readFileSync } from "node:fs";
import { connect } from "node:net";

/** @type {Job} */
const job = JSON.parse(readFileSync(0, "utf8"));
const request = Buffer.from(job.request, "latin1");
/** @type {number[]} */
const latencies = [];
/** @type {Record<string, number>} */
const statuses = {};

/**
 * One connection: sends, waits for the whole answer, sends again.
 * @param {number} until
 * @returns {Promise<void>}
 */
function client(until) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: job.port, noDelay: true });
    let began = 0;
    let received = "";
    const send = () => {
      began = performance.now();
      socket.write(request);
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const head = received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(received.slice(0, head + 2))?.[1] ?? 0);
      if (received.length < head + 4 + length) return;
      const status = received.slice(9, 12);
      received = "";
      const now = performance.now();
      latencies.push(now - began);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (now < until) send();
      else socket.end();
    });
  });
}

const start = performance.now();
await Promise.all(Array.from({ length: job.connections }, () => client(start + job.seconds * 1000)));
const seconds = (performance.now() - start) / 1000;
latencies.sort((a, b) => a - b);
/** @param {number} part */
const percentile = (part) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0;
const perSecond = latencies.length / seconds;
console.log(
  JSON.stringify({
    requests: latencies.length,
    seconds,
    perSecond,
    p50: percentile(0.5),
    p99: percentile(0.99),
    statuses,
  }),
);
