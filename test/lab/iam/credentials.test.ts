import { Clock } from "../../../lab/clock.ts";
import { CredentialStore } from "../../../lab/iam/credentials.ts";
import type { Principal } from "../../../lab/iam/principal.ts";

const NOW = Date.UTC(2026, 2, 22);
const principal: Principal = {
  kind: "user",
  arn: "arn:aws:iam::123456789012:user/a",
  accountId: "123456789012",
  userId: "AIDA",
  tags: {},
};

test("long-term keys have AWS's shape and no end", () => {
  const store = new CredentialStore(new Clock(() => NOW));
  const { accessKeyId, secretAccessKey } = store.add(principal);
  expect(accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
  expect(store.lookup(accessKeyId)).toEqual({ accessKeyId, secretAccessKey, principal });
});

test("a key that is given is kept as it is", () => {
  const store = new CredentialStore(new Clock(() => NOW));
  store.add(principal, { accessKeyId: "AKIAGIVEN", secretAccessKey: "s" });
  expect(store.lookup("AKIAGIVEN")).toMatchObject({ secretAccessKey: "s" });
});

test("session keys have a token and end by the lab's clock", () => {
  const clock = new Clock(() => NOW);
  clock.advance(1000);
  const store = new CredentialStore(clock);
  const issued = store.issue(principal, 900);
  expect(issued.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(issued.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
  expect(issued.sessionToken).toMatch(/^IQoJb3JpZ2luX2Vj[A-Za-z0-9+/]{368}$/);
  expect(issued.expiresAt).toBe(NOW + 901_000);
  expect(store.lookup(issued.accessKeyId)).toEqual({ ...issued, principal });
});

test("no two are alike, and the same object comes back for the same key", () => {
  const store = new CredentialStore(new Clock(() => NOW));
  const a = store.issue(principal, 900);
  const b = store.issue(principal, 900);
  expect(new Set([a.accessKeyId, b.accessKeyId, a.secretAccessKey, b.secretAccessKey]).size).toBe(4);
  expect(a.sessionToken).not.toBe(b.sessionToken);
  expect(store.lookup(a.accessKeyId)).toBe(store.lookup(a.accessKeyId));
});

test("an expired session is still known: its user is told that it expired", () => {
  const clock = new Clock(() => NOW);
  const store = new CredentialStore(clock);
  const { accessKeyId } = store.issue(principal, 900);
  clock.advance(901_000);
  expect(store.lookup(accessKeyId)?.expiresAt).toBeLessThan(clock.now());
});

test("sessions are bounded: the oldest goes, long-term keys stay", () => {
  const store = new CredentialStore(new Clock(() => NOW), 2);
  const own = store.add(principal);
  const [first, second, third] = [1, 2, 3].map(() => store.issue(principal, 900).accessKeyId);
  expect(store.lookup(first ?? "")).toBeUndefined();
  expect(store.lookup(second ?? "")).toBeDefined();
  expect(store.lookup(third ?? "")).toBeDefined();
  expect(store.lookup(own.accessKeyId)).toBeDefined();
});

test.each(["__proto__", "constructor", ""])("%j is no key", (accessKeyId) => {
  expect(new CredentialStore(new Clock(() => NOW)).lookup(accessKeyId)).toBeUndefined();
});
