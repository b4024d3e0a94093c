import { type Problem, quote } from "./problems.ts";
import type { ApiContext, Route } from "./schema.ts";

/** Resources an API may have (limits-and-prices 2.1); every path segment is one, and so is the root. */
const MOST_RESOURCES = 300;
/** `arn:aws-us-gov:execute-api:<region>:<account>:<api id>/<stage>/<VERB>`: with the path it may be 512 characters in an authorizer's policy (aws-behaviour D.3). */
const MOST_ARN = 512;

const isVariable = (segment: string) => segment.startsWith("{");
const isGreedy = (segment: string) => segment.endsWith("+}");

/** The segments of a path; the root has none. */
export const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

/** What API Gateway would refuse, or could not hold, among the declared routes. */
export function checkRoutes(context: ApiContext): Problem[] {
  return [
    ...duplicates(context.routes),
    ...context.routes.flatMap((route, index) => checkPath(route, `routes.${index}`, context)),
    ...siblings(context.routes),
    ...resourceCount(context.routes),
  ];
}

function duplicates(routes: readonly Route[]): Problem[] {
  const first = new Map<string, number>();
  return routes.flatMap(({ method, path }, index) => {
    const earlier = first.get(`${method} ${path}`);
    if (earlier === undefined) {
      first.set(`${method} ${path}`, index);
      return [];
    }
    return [
      {
        key: `routes.${index}`,
        came: quote(`${method} ${path}`),
        allowed: `a route once; routes.${earlier} is the same`,
      },
    ];
  });
}

function checkPath({ path, method }: Route, key: string, { stage, cors, region }: ApiContext): Problem[] {
  const problems: Problem[] = [];
  const report = (allowed: string) => problems.push({ key: `${key}.path`, came: quote(path), allowed });
  const segments = segmentsOf(path);
  const names = segments.filter(isVariable).map((segment) => segment.replace(/[{}+]/g, ""));
  if (["/ping", "/sping"].includes(path))
    report("any path but /ping and /sping, which API Gateway keeps for itself");
  if (new Set(names).size < names.length) report("each parameter name once in a path");
  if (segments.slice(0, -1).some(isGreedy)) report("a greedy parameter {name+} in the last place only");
  const arn = `arn:aws-us-gov:execute-api:${region}:123456789012:abcdefghij/${stage}/${method}${path}`;
  if (arn.length > MOST_ARN)
    report(`a path whose method ARN has ${MOST_ARN} characters or less; this one has ${arn.length}`);
  if (cors && method === "OPTIONS") {
    problems.push({
      key: `${key}.method`,
      came: quote(method),
      allowed: 'any verb but OPTIONS, which "cors" answers',
    });
  }
  return problems;
}

/** A resource may have one variable child: `/a/{x}` and `/a/{y}` cannot both be held. */
function siblings(routes: readonly Route[]): Problem[] {
  const variableOf = new Map<string, string>();
  const problems = new Map<string, Problem>();
  for (const [index, { path }] of routes.entries()) {
    let parent = "";
    for (const segment of segmentsOf(path)) {
      const known = variableOf.get(parent);
      if (isVariable(segment) && known !== undefined && known !== segment) {
        problems.set(`${parent} ${segment}`, {
          key: `routes.${index}.path`,
          came: quote(path),
          allowed: `one variable below ${parent || "/"}; ${known} is already there, and API Gateway holds no second`,
        });
      }
      if (isVariable(segment) && known === undefined) variableOf.set(parent, segment);
      parent += `/${segment}`;
    }
  }
  return [...problems.values()];
}

function resourceCount(routes: readonly Route[]): Problem[] {
  const resources = new Set(["/"]);
  for (const { path } of routes) {
    const segments = segmentsOf(path);
    for (let depth = 1; depth <= segments.length; depth++)
      resources.add(`/${segments.slice(0, depth).join("/")}`);
  }
  if (resources.size <= MOST_RESOURCES) return [];
  return [
    {
      key: "routes",
      came: `${resources.size} resources`,
      allowed: `${MOST_RESOURCES} resources an API (each path segment is one)`,
    },
  ];
}
