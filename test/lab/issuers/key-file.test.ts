import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadSigningKeys as load } from "../../../lab/issuers/key-file.ts";
import { generateSigningKey, type SigningKey } from "../../../lab/issuers/keys.ts";

/** Three keys in turn: making one takes long, and the next one is always another. */
let supply: readonly SigningKey[];
let taken = 0;
const take = async (): Promise<SigningKey> => supply[taken++ % supply.length]!;
const loadSigningKeys = (path: string, names: readonly string[]) => load(path, names, take);

beforeAll(async () => {
  supply = await Promise.all([1, 2, 3].map(() => generateSigningKey()));
});

let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keys-"));
  file = join(root, "keys", "cognito.jwks.json");
});

afterEach(() => rmSync(root, { recursive: true }));

const read = (): { keys: Record<string, unknown>[] } => JSON.parse(readFileSync(file, "utf8"));
const kids = (keys: ReadonlyMap<string, { kid: string }>): Record<string, string> =>
  Object.fromEntries([...keys].map(([name, { kid }]) => [name, kid]));

describe("loadSigningKeys", () => {
  test("makes a key for each issuer, all different, in a file and a directory of this user alone", async () => {
    const keys = await load(file, ["pool_a", "pool_b"]);
    expect(new Set(Object.values(kids(keys))).size).toBe(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(read().keys.map(({ name, kid }) => [name, kid])).toEqual(Object.entries(kids(keys)));
    expect(readdirSync(dirname(file))).toEqual(["cognito.jwks.json"]);
  });

  test("writes private keys with which anyone can sign", async () => {
    await loadSigningKeys(file, ["idp"]);
    const members = ["name", "alg", "e", "kid", "kty", "n", "use", "d", "p", "q", "dp", "dq", "qi"];
    expect(Object.keys(read().keys[0] ?? {})).toEqual(members);
  });

  test("uses the saved keys again, and writes nothing then", async () => {
    const first = kids(await loadSigningKeys(file, ["a", "b"]));
    const before = statSync(file);
    expect(kids(await loadSigningKeys(file, ["a", "b"]))).toEqual(first);
    expect(statSync(file).ino).toBe(before.ino);
  });

  test("makes what is missing and drops what no issuer has", async () => {
    const first = kids(await loadSigningKeys(file, ["a", "b"]));
    const second = kids(await loadSigningKeys(file, ["b", "c"]));
    expect(second.b).toBe(first.b);
    expect(second.c).not.toBe(first.a);
    expect(read().keys.map(({ name }) => name)).toEqual(["b", "c"]);
  });

  test("takes keys that were begun beforehand, for the missing ones alone", async () => {
    const first = await loadSigningKeys(file, ["a"]);
    const spare = await take();
    const make = jest.fn(async () => spare);
    const keys = await load(file, ["a", "b"], make);
    expect(kids(keys)).toEqual({ a: first.get("a")?.kid, b: spare.kid });
    expect(make).toHaveBeenCalledTimes(1);
  });

  test("without issuers there is an empty set", async () => {
    expect((await loadSigningKeys(file, [])).size).toBe(0);
    expect(read()).toEqual({ keys: [] });
  });

  test("a directory that others could look into is closed to them", async () => {
    await loadSigningKeys(file, ["a"]);
    chmodSync(dirname(file), 0o755);
    await loadSigningKeys(file, ["a"]);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });
});

describe("a file that is not believed is replaced", () => {
  const broken: [string, (saved: string) => string][] = [
    ["empty", () => ""],
    ["not JSON", () => "{"],
    ["null", () => "null"],
    ["no key set", () => '{"keys":{}}'],
    ["entries that are no keys", () => '{"keys":[null,1,"x",{}]}'],
    ["a key cut short", (saved) => saved.replace(/"d": "[^"]{40}/, '"d": "')],
    ["a kid of somebody's choice", (saved) => saved.replace(/"kid": "[^"]+"/, '"kid": "../../etc/passwd"')],
  ];
  test.each(broken)("%s", async (_what, spoil) => {
    const first = kids(await loadSigningKeys(file, ["a"]));
    writeFileSync(file, spoil(readFileSync(file, "utf8")));
    const second = kids(await loadSigningKeys(file, ["a"]));
    expect(second.a).not.toBe(first.a);
    expect(read().keys.map(({ name, kid }) => [name, kid])).toEqual(Object.entries(second));
  });

  test("others could read it", async () => {
    const first = kids(await loadSigningKeys(file, ["a"]));
    chmodSync(file, 0o644);
    expect(kids(await loadSigningKeys(file, ["a"])).a).not.toBe(first.a);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("a link to a file elsewhere, which stays as it was", async () => {
    const first = kids(await loadSigningKeys(file, ["a"]));
    const elsewhere = join(root, "elsewhere.json");
    writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
    rmSync(file);
    symlinkSync(elsewhere, file);
    const before = readFileSync(elsewhere, "utf8");
    expect(kids(await loadSigningKeys(file, ["a"])).a).not.toBe(first.a);
    expect(readFileSync(elsewhere, "utf8")).toBe(before);
  });

  test("a pipe, which nobody would ever write to", async () => {
    await loadSigningKeys(file, []);
    rmSync(file);
    execFileSync("mkfifo", ["-m", "600", file]);
    await loadSigningKeys(file, ["a"]);
    expect(statSync(file).isFile()).toBe(true);
  });

  test("one key for two issuers: each issuer has its own", async () => {
    const { privateJwk } = await take();
    await loadSigningKeys(file, []);
    const twice = ["a", "b"].map((name) => ({ name, ...privateJwk }));
    writeFileSync(file, JSON.stringify({ keys: twice }), { mode: 0o600 });
    const keys = kids(await loadSigningKeys(file, ["a", "b"]));
    expect(keys.a).toBe(privateJwk.kid);
    expect(keys.b).not.toBe(keys.a);
  });
});
