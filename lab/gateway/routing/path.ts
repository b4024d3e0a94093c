/** A wire path taken apart (`/dev/tests/` → stage `dev`, path `/tests/`, match `tests`). Nothing is decoded. */
export interface RequestPath {
  readonly stage: string;
  /** `path` of the Lambda event: without the stage, slashes before it merged, a trailing slash kept. */
  readonly path: string;
  /** `requestContext.path`: with the stage, as it came but for slashes before the stage. */
  readonly stagePath: string;
  /** What routes are matched against and what the method's ARN ends with: no leading or trailing slash. */
  readonly match: string;
}

const SLASH = 47;

function skipSlashes(path: string, from: number): number {
  let index = from;
  while (path.charCodeAt(index) === SLASH) index++;
  return index;
}

/**
 * Takes a wire path apart as API Gateway does (aws-behaviour E [R]: slashes before the stage and before the path
 * are merged, slashes inside are kept, a trailing slash does not matter for matching, percent-encodings stay).
 * Undefined when there is no stage in it.
 */
export function parsePath(wire: string): RequestPath | undefined {
  const stageStart = skipSlashes(wire, 0);
  if (stageStart === 0 || stageStart === wire.length) return undefined;
  const slash = wire.indexOf("/", stageStart);
  const stageEnd = slash === -1 ? wire.length : slash;
  const stage = wire.slice(stageStart, stageEnd);
  const stagePath = stageStart === 1 ? wire : wire.slice(stageStart - 1);
  const start = skipSlashes(wire, stageEnd);
  let end = wire.length;
  while (end > start && wire.charCodeAt(end - 1) === SLASH) end--;
  const path = start === wire.length ? "/" : wire.slice(start - 1);
  return { stage, path, stagePath, match: wire.slice(start, end) };
}

const ENCODED = /%[0-9a-fA-F]{2}/;

/** Percent-decodes until nothing is left to decode (at most three layers); invalid UTF-8 becomes U+FFFD. */
function decode(text: string): string {
  let decoded = text;
  for (let layer = 0; layer < 3 && ENCODED.test(decoded); layer++) {
    decoded = Buffer.from(
      decoded.replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      "latin1",
    ).toString("utf8");
  }
  return decoded;
}

/** Removes empty, `.` and `..` segments, as a backend that resolves paths would. */
function resolveDots(path: string): string {
  const out: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") out.pop();
    else out.push(segment);
  }
  return out.join("/");
}

/**
 * The spellings of a path that policies are asked about. AWS does not say how percent-encodings, `..` and `//`
 * stand in a method's ARN (aws-behaviour G: not found), so a request is allowed only if the path as sent and the
 * path that a backend would make of it are both allowed: `items/1%2Fsecrets` is also `items/1/secrets`.
 */
export function policyPaths(match: string): readonly string[] {
  if (!/%|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(match)) return [match];
  const forms = new Set([match]);
  const decoded = decode(match);
  forms.add(decoded);
  forms.add(resolveDots(decoded));
  return [...forms];
}
