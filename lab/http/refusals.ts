import { STATUS_CODES } from "node:http";
import { type HttpAnswer, jsonAnswer } from "./message.ts";

/**
 * What the server answers by itself, before any service sees the request. API Gateway's own bodies for these are
 * not recorded (aws-behaviour, "Not found" 8), so each says in a sentence what the lab refuses.
 */
export function refusal(status: number, message: string): HttpAnswer {
  return jsonAnswer(status, { message });
}

/** The answer to a fault of the lab itself: what API Gateway says of one of its own (aws-behaviour 0.2). */
export const FAULT = refusal(500, "Internal server error");

/** 400 for what is not HTTP. */
export const MALFORMED = refusal(400, "The request is not valid HTTP");

/** 408 for a request that comes too slowly. */
export const LATE = refusal(408, "The request did not arrive in time");

/** 503 for a request that finds no room beside the others being read or answered. */
export const NO_ROOM = refusal(503, "The lab holds as many requests as it may; try again");

/** 503 until the services are there. */
export const STARTING = refusal(503, "The lab is starting");

/** 503 for a request that the lab, which has been told to stop, cannot wait for. */
export const STOPPING = refusal(503, "The lab is stopping");

/** 413 for a body over the limit (aws-behaviour 0.2 REQUEST_TOO_LARGE: only the status is documented). */
export function bodyTooLarge(limit: number): HttpAnswer {
  return refusal(413, `The request body is larger than ${limit} bytes`);
}

/** The answer to what node's HTTP parser or its time limits refused, as the bytes of a whole response. */
export function parserRefusal(code: string | undefined): string {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return responseBytes(refusal(431, "The request line and headers are too large"));
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return responseBytes(refusal(413, "The chunk extensions are too large"));
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return responseBytes(LATE);
    default:
      return responseBytes(MALFORMED);
  }
}

function responseBytes({ status, headers, body }: HttpAnswer): string {
  const fields = [...headers, ["Content-Length", String(Buffer.byteLength(body))], ["Connection", "close"]];
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`;
}
