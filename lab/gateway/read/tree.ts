import type { Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";

/**
 * The resource tree of an API: resource id → path, the root's `/` among them, out of each resource's parent and
 * path part.
 */
export function readTree(
  rootId: string,
  resources: readonly Resource[],
  problems: Problems,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>([[rootId, "/"]]);
  let waiting = resources.flatMap((resource) => {
    const found = problems.attempt(() => ({
      resource,
      id: resource.string("id"),
      parent: resource.string("parent_id"),
      part: resource.string("path_part"),
    }));
    return found === undefined ? [] : [found];
  });
  for (let progress = true; progress; ) {
    progress = false;
    const still: typeof waiting = [];
    for (const item of waiting) {
      const parent = paths.get(item.parent);
      if (parent === undefined) {
        still.push(item);
        continue;
      }
      progress = true;
      const path = parent === "/" ? `/${item.part}` : `${parent}/${item.part}`;
      const reason =
        pathPartProblem(item.part) ?? (hasPath(paths, path) ? `${path} is declared twice` : undefined);
      if (reason === undefined) paths.set(item.id, path);
      else problems.add(item.resource.address, "path_part", reason);
    }
    waiting = still;
  }
  for (const { resource, parent } of waiting) {
    problems.add(
      resource.address,
      "parent_id",
      `${parent} is no resource of the same API that the lab could read`,
    );
  }
  return paths;
}

function hasPath(paths: ReadonlyMap<string, string>, path: string): boolean {
  for (const known of paths.values()) if (known === path) return true;
  return false;
}

/** AWS: "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable". */
function pathPartProblem(part: string): string | undefined {
  if (/^(?:[a-zA-Z0-9._,:~@-]+|\{[a-zA-Z0-9._$:-]+\+?\})$/.test(part)) return undefined;
  return `${JSON.stringify(part)} is neither a path segment nor {parameter} nor {greedy+}`;
}
