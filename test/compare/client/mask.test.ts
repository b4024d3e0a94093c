import fc from "fast-check";
import { basic, Mask } from "../../../compare/client/mask.ts";

describe("Mask", () => {
  test("hides a secret in every encoding that it travels in", () => {
    const mask = new Mask();
    const secret = 'se/cret+"\\value';
    mask.addClient("client", secret, "reader client secret");
    for (const text of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      `Basic ${basic("client", secret)}`,
    ]) {
      expect(mask.text(`before ${text} after`)).toMatch(/^before .*<reader client secret.*>.* after$/);
      expect(mask.text(text)).not.toContain(text.slice(1, -1));
    }
  });

  test.each([
    ["a token that was never seen", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "c2ln"],
    ["the signature of SigV4", `Signature=${"ab".repeat(32)}`, "abab"],
    ["a session token in a header", "x-amz-security-token:IQoJb3JpZ2lu/x==\nnext", "IQoJ"],
    ["a session token in a query", "?X-Amz-Security-Token=IQoJb3JpZ2lu%2F&X-Amz-Date=1", "IQoJ"],
    ["a session token in an escaped body", "x-amz-security-token:IQoJb3JpZ2lu\\nhost", "IQoJ"],
    ["HTTP Basic", "Authorization: Basic cmVhZGVyOnNlY3JldA==", "cmVh"],
  ])("hides %s", (_, text, secret) => {
    const shown = new Mask().text(text);
    expect(shown).not.toContain(secret);
    expect(shown).toContain("***");
  });

  test("leaves ordinary words alone", () => {
    const text =
      "GET /tests, Bearer token, HTTP Basic, a token endpoint, SignedHeaders=host;x-amz-security-token";
    const mask = new Mask();
    mask.add("", "nothing");
    mask.add("short", "short");
    expect(mask.text(text)).toBe(text);
    expect(mask.text("short")).toBe("short");
  });

  test("names the secrets that a text holds", () => {
    const mask = new Mask();
    mask.add("first-secret", "first");
    mask.add("second-secret", "second");
    expect(mask.findIn("… second-secret …")).toEqual(["<second>"]);
    expect(mask.findIn("nothing")).toEqual([]);
  });

  test("no secret survives, whatever it is and wherever it stands", () => {
    const secret = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => text.trim().length >= 8);
    fc.assert(
      fc.property(fc.uniqueArray(secret, { minLength: 1, maxLength: 4 }), fc.string(), (secrets, around) => {
        const mask = new Mask();
        for (const [index, one] of secrets.entries()) mask.add(one, `${index}`);
        const shown = mask.text(secrets.map((one) => `${around}\u0000${one}\u0000`).join(""));
        return secrets.every((one) => around.includes(one) || !shown.includes(`\u0000${one}\u0000`));
      }),
    );
  });

  test("masks every string of a value and keeps its shape", () => {
    const mask = new Mask();
    mask.add("top-secret-word", "secret");
    expect(mask.value({ a: ["top-secret-word", 1, null], b: { c: true } })).toEqual({
      a: ["<secret>", 1, null],
      b: { c: true },
    });
  });
});
