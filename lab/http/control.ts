import type { Clock } from "../clock.ts";
import { secretsEqual } from "../issuers/secret.ts";
import { type Handler, type HttpAnswer, type HttpRequest, headerValues, jsonAnswer } from "./message.ts";

/** What the control endpoint may see and move. */
export interface ControlOptions {
  /** The bearer secret that every request must carry. */
  readonly secret: string;
  readonly clock: Clock;
  /** The recorded decision of one request; undefined when there is none (any more). */
  readonly decision: (requestId: string) => object | undefined;
  /**
   * Takes a declared permission from a caller, or gives it back, in every method.
   * @returns whether this caller was declared with this permission.
   */
  readonly setPermission: (caller: string, permission: string, held: boolean) => boolean;
}

/** 9,999 years: a clock that is moved further has no date. */
const FURTHEST_MILLISECONDS = 9_999 * 365 * 86_400_000;

const NOT_FOUND = jsonAnswer(404, {
  message:
    "The control endpoint has: GET decisions/<request id>, GET and POST clock, " +
    "PUT and DELETE callers/<caller>/permissions/<permission>",
});

/**
 * The lab's control endpoint, under `/_lab`. It is for whoever may read the lab's directory: each request carries
 * the secret as `Authorization: Bearer <secret>`.
 *
 * - `GET decisions/<request id>`: how one request was decided
 * - `GET clock`, `POST clock` with `{"advance": <milliseconds>}`: the lab's time
 * - `DELETE` and `PUT callers/<caller>/permissions/<permission>`: takes a permission away and gives it back
 */
export function createControl(options: ControlOptions): Handler {
  return (request) => {
    if (!authorized(request, options.secret)) {
      return jsonAnswer(
        401,
        { message: "The control endpoint takes the lab's own secret as a bearer token" },
        [["WWW-Authenticate", "Bearer"]],
      );
    }
    const segments = request.path.slice(1).split("/").map(decodeSegment);
    if (segments.some((segment) => segment === undefined)) {
      return jsonAnswer(400, { message: "The path has an invalid percent-encoding" });
    }
    const [first, second, third, fourth, ...rest] = segments;
    if (rest.length === 0 && first === "callers" && third === "permissions" && fourth !== undefined) {
      return permission(request.method, second as string, fourth, options);
    }
    if (third === undefined && first === "decisions" && second !== undefined) {
      return decision(request.method, second, options);
    }
    if (second === undefined && first === "clock") {
      return clock(request, options.clock);
    }
    return NOT_FOUND;
  };
}

function authorized({ headers }: HttpRequest, secret: string): boolean {
  const [given, ...others] = headerValues(headers, "authorization");
  const token = /^Bearer +(\S+)$/i.exec(given ?? "")?.[1];
  return token !== undefined && others.length === 0 && secretsEqual(token, secret);
}

function decision(method: string, requestId: string, options: ControlOptions): HttpAnswer {
  if (method !== "GET" && method !== "HEAD") {
    return notAllowed("GET, HEAD");
  }
  const found = options.decision(requestId);
  return found === undefined
    ? jsonAnswer(404, { message: "No decision is recorded under this request id" })
    : jsonAnswer(200, found);
}

function permission(method: string, caller: string, name: string, options: ControlOptions): HttpAnswer {
  if (method !== "PUT" && method !== "DELETE") {
    return notAllowed("PUT, DELETE");
  }
  return options.setPermission(caller, name, method === "PUT")
    ? { status: 204, headers: [], body: "" }
    : jsonAnswer(404, { message: "No such caller was declared with this permission" });
}

function clock(request: HttpRequest, labClock: Clock): HttpAnswer {
  if (request.method === "POST") {
    const advance = advanceOf(request.body);
    if (advance === undefined || Math.abs(labClock.offset + advance) > FURTHEST_MILLISECONDS) {
      return jsonAnswer(400, { message: 'The body must be {"advance": <milliseconds, a whole number>}' });
    }
    labClock.advance(advance);
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    return notAllowed("GET, HEAD, POST");
  }
  return jsonAnswer(200, { now: labClock.now(), offset: labClock.offset });
}

function advanceOf(body: Buffer): number | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    const advance = (value as { readonly advance?: unknown } | null)?.advance;
    return Number.isSafeInteger(advance) ? (advance as number) : undefined;
  } catch {
    return undefined;
  }
}

function notAllowed(allow: string): HttpAnswer {
  return jsonAnswer(405, { message: `The method must be one of ${allow}` }, [["Allow", allow]]);
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
