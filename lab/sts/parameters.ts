import { StsError, validationError } from "./errors.ts";

/** The parameters of a request in AWS's query protocol, each at most once. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  private constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /**
   * Reads the query and a form body, one after the other. `X-Amz-*` parameters belong to the signature.
   * @throws {StsError} for a parameter that comes twice: which would count is not known
   */
  static read(query: string, body: Buffer): Parameters {
    const values = new Map<string, string>();
    for (const [name, value] of [
      ...new URLSearchParams(query),
      ...new URLSearchParams(body.toString("utf8")),
    ]) {
      if (/^x-amz-/i.test(name)) continue;
      if (values.has(name))
        throw new StsError(400, "MalformedQueryString", `The parameter ${name} is there twice.`);
      values.set(name, value);
    }
    return new Parameters(values);
  }

  /** A parameter; undefined when it was not sent. */
  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** The names of all parameters. */
  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** The members of a list of texts: `<name>.member.<n>`. */
  list(name: string): readonly string[] {
    return this.structures(name).map((member) => member.get("") ?? "");
  }

  /** The members of a list of structures: `<name>.member.<n>.<field>`, in the order of their numbers. */
  structures(name: string): readonly ReadonlyMap<string, string>[] {
    const members = new Map<number, Map<string, string>>();
    for (const [full, value] of this.#values) {
      // an empty list is sent as an empty parameter
      if (full === name && value !== "") throw validationError(`${name} is a list: ${name}.member.1`);
      if (!full.startsWith(`${name}.`)) continue;
      const [, number, field = ""] =
        /^member\.([1-9]\d{0,3})(?:\.(\w+))?$/.exec(full.slice(name.length + 1)) ?? [];
      if (number === undefined) throw validationError(`${full} is not a member of the list ${name}.`);
      const member = members.get(Number(number)) ?? new Map<string, string>();
      member.set(field, value);
      members.set(Number(number), member);
    }
    return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
  }
}
