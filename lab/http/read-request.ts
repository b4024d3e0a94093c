import type { IncomingMessage } from "node:http";
import type { HttpRequest } from "./message.ts";

const EMPTY = Buffer.alloc(0);

/** The head of a request, and what it says about the body that follows. */
export interface RequestHead {
  /** The request, with an empty body. */
  readonly request: HttpRequest;
  /** The declared length in bytes; 0 when there is no body; undefined when it comes in chunks. */
  readonly bodyLength: number | undefined;
}

/** Why a request that node's parser accepted is refused all the same, in a sentence for the client. */
export class BadRequest {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * Reads a parsed head into the lab's own record: raw target, headers in wire order. One pass, since this is on
 * the path of every request. Refused: a target that is not a path (RFC 9112 3.2.1 origin-form is all the lab
 * serves) and more than one `Host` (RFC 9112 3.2), which two readers could take for different hosts.
 */
export function readHead(message: IncomingMessage): RequestHead | BadRequest {
  const target = message.url ?? "";
  if (target.charCodeAt(0) !== 47) {
    return new BadRequest("The request target must be a path that begins with /");
  }
  const raw = message.rawHeaders;
  const headers = new Array<readonly [string, string]>(raw.length >> 1);
  let host: string | undefined;
  let bodyLength: number | undefined = 0;
  for (let from = 0, to = 0; from < raw.length; from += 2, to++) {
    const name = raw[from] as string;
    const value = raw[from + 1] as string;
    headers[to] = [name, value];
    // The length of the name is compared first: nearly every header is passed over without a copy of its name.
    if (name.length === 4 && name.toLowerCase() === "host") {
      if (host !== undefined) {
        return new BadRequest("A request names its Host once");
      }
      host = value;
    } else if (name.length === 14 && name.toLowerCase() === "content-length") {
      bodyLength = Number(value);
    } else if (name.length === 17 && name.toLowerCase() === "transfer-encoding") {
      bodyLength = undefined;
    }
  }
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    request: {
      method: message.method ?? "",
      wirePath: path,
      path,
      query: mark < 0 ? "" : target.slice(mark + 1),
      headers,
      body: EMPTY,
      sourceIp: message.socket.remoteAddress ?? "",
      host: host ?? "",
      httpVersion: message.httpVersion,
    },
    bodyLength,
  };
}
