/** A secret shorter than this is not looked for: it would hide ordinary words. */
const SHORTEST = 8;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // JSON web tokens, whole or cut.
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g, "***"],
  // The signature and the session token of SigV4, in a header, a query or a canonical request.
  [/(Signature=)[0-9a-f]{64}/gi, "$1***"],
  [/(X-Amz-Security-Token["']?[:=]\s*["']?)[^\s&"',\\]+/gi, "$1***"],
  [/(Basic )[A-Za-z0-9+/=]{16,}/g, "$1***"],
  [/(Bearer )[^\s"',]{20,}/g, "$1***"],
];

/**
 * Keeps secrets out of everything that is printed or written: every secret that the client ever held, in the
 * encodings it travels in, and whatever looks like one.
 */
export class Mask {
  readonly #secrets = new Map<string, string>();
  #sorted: readonly (readonly [string, string])[] | undefined;

  /** Remembers a secret; `name` stands for it in what is shown. */
  add(secret: string, name: string): void {
    if (secret.length < SHORTEST) return;
    const shown = `<${name}>`;
    this.#sorted = undefined;
    this.#secrets.set(secret, shown);
    this.#secrets.set(encodeURIComponent(secret), shown);
    this.#secrets.set(JSON.stringify(secret).slice(1, -1), shown);
  }

  /** Remembers a client's secret, alone and as HTTP Basic sends it. */
  addClient(id: string, secret: string, name: string): void {
    this.add(secret, name);
    this.add(basic(id, secret), `${name} as Basic`);
  }

  /** A mask that knows what either of two knows. */
  and(other: Mask): Mask {
    const both = new Mask();
    for (const [secret, shown] of [...this.#secrets, ...other.#secrets]) both.#secrets.set(secret, shown);
    return both;
  }

  /** A text without secrets. */
  text(text: string): string {
    let masked = text;
    // The longest first, so that a secret inside another one does not leave the rest of it behind.
    this.#sorted ??= [...this.#secrets].sort(([a], [b]) => b.length - a.length);
    for (const [secret, shown] of this.#sorted) {
      masked = masked.replaceAll(secret, () => shown);
    }
    for (const [pattern, shown] of PATTERNS) masked = masked.replace(pattern, shown);
    return masked;
  }

  /** The secrets that occur in a text, by name: what must not be in a log. */
  findIn(text: string): readonly string[] {
    const found = [...this.#secrets].filter(([secret]) => text.includes(secret)).map(([, shown]) => shown);
    return [...new Set(found)];
  }

  /** A copy of a JSON-like value with every string masked. */
  value<T>(value: T): T {
    return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
      typeof part === "string" ? this.text(part) : part,
    ) as T;
  }
}

/** The credentials part of HTTP Basic. */
export function basic(id: string, secret: string): string {
  return Buffer.from(`${id}:${secret}`).toString("base64");
}
