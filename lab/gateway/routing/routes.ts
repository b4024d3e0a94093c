/** A resource of the tree with what its methods lead to. `M` is the gateway's method record. */
interface Node<M> {
  readonly literals: Map<string, Node<M>>;
  parameter: { readonly name: string; readonly node: Node<M> } | undefined;
  greedy: { readonly name: string; readonly node: Node<M> } | undefined;
  readonly methods: Map<string, M>;
}

/** What a request was routed to. */
export interface Match<M> {
  readonly method: M;
  /** Path variables as they stand in the URL, not decoded (aws-behaviour E [R]); null when there is none. */
  readonly parameters: Readonly<Record<string, string>> | null;
}

/** A path part that cannot stand where it is; the message says why. */
export class RouteError extends Error {
  override readonly name = "RouteError";
}

/** The methods that API Gateway has, which `ANY` stands for (AWS: `$context.httpMethod` lists exactly these). */
export const ANY_METHODS: ReadonlySet<string> = new Set([
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
]);

const PARAMETER = /^\{([a-zA-Z0-9._$:-]+)\}$/;
const GREEDY = /^\{([a-zA-Z0-9._$:-]+)\+\}$/;

function newNode<M>(): Node<M> {
  return { literals: new Map(), parameter: undefined, greedy: undefined, methods: new Map() };
}

/**
 * The routes of one stage. A route is a pair of resource and method: where the most specific resource has no such
 * method, the next one that matches answers (aws-behaviour E [R]). Literal parts go before `{parameter}`,
 * `{parameter}` before `{greedy+}`; a greedy part takes at least one segment.
 */
export class Routes<M> {
  readonly #root: Node<M> = newNode();

  /** Adds a method of a resource path such as `/items/{id}`. Throws RouteError for a path that AWS refuses. */
  add(path: string, httpMethod: string, method: M): void {
    const node = this.#node(path);
    if (node.methods.has(httpMethod)) throw new RouteError(`${httpMethod} ${path} is declared twice`);
    node.methods.set(httpMethod, method);
  }

  /** The method that answers `httpMethod` on a path without leading and trailing slash. Never throws. */
  match(path: string, httpMethod: string): Match<M> | undefined {
    const found: [string, string][] = [];
    const method =
      path === "" ? methodOf(this.#root, httpMethod) : find(this.#root, path, 0, httpMethod, found);
    if (method === undefined) return undefined;
    if (found.length === 0) return { method, parameters: null };
    const parameters: Record<string, string> = Object.create(null);
    for (let index = found.length - 1; index >= 0; index--) {
      const [name, value] = found[index] as [string, string];
      parameters[name] = value;
    }
    return { method, parameters };
  }

  #node(path: string): Node<M> {
    let node = this.#root;
    if (path === "/") return node;
    const parts = path.slice(1).split("/");
    for (const [index, part] of parts.entries()) {
      const greedy = GREEDY.exec(part)?.[1];
      if (greedy !== undefined) {
        if (index !== parts.length - 1) throw new RouteError(`${part} must be the last part of ${path}`);
        node.greedy ??= { name: greedy, node: newNode() };
        this.#oneVariable(path, greedy, node.greedy.name, node.parameter?.name);
        node = node.greedy.node;
        continue;
      }
      const name = PARAMETER.exec(part)?.[1];
      if (name !== undefined) {
        node.parameter ??= { name, node: newNode() };
        this.#oneVariable(path, name, node.parameter.name, node.greedy?.name);
        node = node.parameter.node;
        continue;
      }
      let child = node.literals.get(part);
      if (child === undefined) {
        child = newNode();
        node.literals.set(part, child);
      }
      node = child;
    }
    return node;
  }

  /** AWS: "A sibling of this resource already has a variable path part -- only one is allowed". */
  #oneVariable(path: string, name: string, sameKind: string, otherKind: string | undefined): void {
    const sibling = sameKind === name ? otherKind : sameKind;
    if (sibling !== undefined) {
      throw new RouteError(`${path} has a sibling with another path variable, {${sibling}}: one is allowed`);
    }
  }
}

function methodOf<M>(node: Node<M>, httpMethod: string): M | undefined {
  if (!ANY_METHODS.has(httpMethod)) return undefined;
  return node.methods.get(httpMethod) ?? node.methods.get("ANY");
}

/** Depth first, most specific first; every node is reached by one path, so the work is bounded by the tree. */
function find<M>(
  node: Node<M>,
  path: string,
  start: number,
  httpMethod: string,
  found: [string, string][],
): M | undefined {
  if (start > path.length) return methodOf(node, httpMethod);
  const slash = path.indexOf("/", start);
  const end = slash === -1 ? path.length : slash;
  if (node.literals.size > 0) {
    const literal = node.literals.get(path.slice(start, end));
    const method = literal && find(literal, path, end + 1, httpMethod, found);
    if (method !== undefined) return method;
  }
  if (node.parameter !== undefined && end > start) {
    const method = find(node.parameter.node, path, end + 1, httpMethod, found);
    if (method !== undefined) {
      found.push([node.parameter.name, path.slice(start, end)]);
      return method;
    }
  }
  if (node.greedy !== undefined && start < path.length) {
    const method = methodOf(node.greedy.node, httpMethod);
    if (method !== undefined) found.push([node.greedy.name, path.slice(start)]);
    return method;
  }
  return undefined;
}
