import type { ServerResponse } from "node:http";
import type { HttpAnswer } from "./message.ts";
import { FAULT } from "./refusals.ts";

/** Headers that say how a message is framed or that hold for one hop: the server alone decides on them. */
const FRAMING = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
const FRAMING_LENGTHS = new Set([...FRAMING].map((name) => name.length));

/**
 * Sends an answer, head and body in one write. `Content-Length` and `Connection` are always the server's; where
 * the answer lists one of them, its place and its spelling are kept, so that a service decides the order of
 * headers. An answer that HTTP cannot carry (a status out of range, a header with a line break) becomes a 500.
 *
 * @param close whether the connection ends with this answer.
 * @param onFault told of an answer that could not be sent as it was.
 */
export function writeAnswer(
  response: ServerResponse,
  answer: HttpAnswer,
  close: boolean,
  onFault: (error: unknown) => void,
): void {
  const sent = writeHead(response, answer, close, onFault);
  if (sent !== undefined) {
    response.end(sent.body);
  }
}

/**
 * Sends an answer whole but leaves its response open: the caller ends it, and with it the connection.
 *
 * @returns whether there is a response to end.
 */
export function writeAnswerOpen(
  response: ServerResponse,
  answer: HttpAnswer,
  onFault: (error: unknown) => void,
): boolean {
  const sent = writeHead(response, answer, true, onFault);
  if (sent !== undefined) {
    response.write(sent.body);
  }
  return sent !== undefined;
}

/** @returns the answer whose head was sent; undefined when nobody waits for one any more. */
function writeHead(
  response: ServerResponse,
  answer: HttpAnswer,
  close: boolean,
  onFault: (error: unknown) => void,
): HttpAnswer | undefined {
  if (response.destroyed || response.headersSent) {
    return undefined;
  }
  try {
    // An interim status would leave the client waiting; node itself refuses what has not three digits.
    if (!(answer.status >= 200)) {
      throw new RangeError(`an answer's status must be 200 or more, not ${answer.status}`);
    }
    response.writeHead(answer.status, headerFields(response, answer, close));
    return answer;
  } catch (error) {
    onFault(error);
    response.writeHead(FAULT.status, headerFields(response, FAULT, true));
    return FAULT;
  }
}

/** Names and values in turn, as node writes them without looking each of them up. */
function headerFields(response: ServerResponse, answer: HttpAnswer, close: boolean): string[] {
  const { status, body } = answer;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const connection = close || !response.shouldKeepAlive ? "close" : "keep-alive";
  const fields: string[] = [];
  // RFC 9110 8.6: neither of these has a body, and 204 no Content-Length either.
  let lengthDue = status !== 204 && status !== 304;
  let connectionDue = true;
  for (const [name, value] of answer.headers) {
    // The length is compared first: nearly every name is passed over without a copy of it.
    const key = FRAMING_LENGTHS.has(name.length) ? name.toLowerCase() : "";
    if (!FRAMING.has(key)) {
      fields.push(name, value);
    } else if (key === "content-length" && lengthDue) {
      fields.push(name, String(length));
      lengthDue = false;
    } else if (key === "connection" && connectionDue) {
      fields.push(name, connection);
      connectionDue = false;
    }
  }
  if (lengthDue) {
    fields.push("Content-Length", String(length));
  }
  if (connectionDue) {
    fields.push("Connection", connection);
  }
  return fields;
}
