/**
 * Sends many requests at once, from a process of its own, so that the lab and its clients do not share a thread.
 * Reads from standard input a JSON list of `[url, authorization or null]`; prints one of `[status, request id]`.
 */
import { request } from "node:http";
import { text } from "node:stream/consumers";

/** @type {readonly [string, string | null][]} */
const wanted = JSON.parse(await text(process.stdin));
const answers = wanted.map(
  ([url, authorization]) =>
    new Promise((resolve) => {
      const outgoing = request(
        url,
        { agent: false, headers: authorization ? { authorization } : {} },
        (incoming) => {
          incoming
            .resume()
            .on("end", () => resolve([incoming.statusCode, incoming.headers["x-amzn-requestid"]]));
        },
      );
      outgoing.on("error", ({ message }) => resolve([message, undefined]));
      outgoing.end();
    }),
);
process.stdout.write(JSON.stringify(await Promise.all(answers)));
