import { Mask } from "../../../compare/client/mask.ts";
import { Roles } from "../../../compare/client/roles.ts";
import { Sender } from "../../../compare/client/send.ts";
import { TargetTime } from "../../../compare/client/time.ts";
import { Wallet } from "../../../compare/client/wallet.ts";
import type { Target, TokenAccess } from "../../../compare/target/target.ts";
import { type Fake, type FakeAnswer, noPauses, startFake } from "../fake.ts";

let fake: Fake;
let answers: FakeAnswer[];
let sender: Sender;
let count: number;

beforeEach(async () => {
  count = 0;
  answers = [];
  fake = await startFake(
    () =>
      answers.shift() ?? { status: 200, body: `{"access_token":"opaque-token-${++count}","expires_in":600}` },
  );
  sender = new Sender();
});
afterEach(async () => {
  sender.close();
  await fake.close();
});

function make(): { wallet: Wallet; mask: Mask; target: Target; access: TokenAccess; slept: number[] } {
  const mask = new Mask();
  const access: TokenAccess = {
    kind: "token",
    tokenUrl: `${fake.url}/oauth2/token`,
    issuer: fake.url,
    client: (caller) => ({ id: `${caller}-id`, secret: `${caller}-secret` }),
  };
  const target: Target = {
    method: "cognito-scopes",
    stack: "cognito-scopes",
    apiUrl: fake.url,
    loopback: true,
    access,
  };
  const pauses = noPauses();
  const roles = new Roles({ environment: {} });
  const wallet = new Wallet({ roles, sender, mask, time: new TargetTime(() => 1_000_000), pauses });
  return { wallet, mask, target, access, slept: pauses.slept };
}

describe("Wallet", () => {
  test("asks for a token once a caller, and again only for a fresh one", async () => {
    const { wallet, target, access } = make();
    const [one, two] = await Promise.all([
      wallet.token(target, access, "reader"),
      wallet.token(target, access, "reader"),
    ]);
    expect([one, two]).toEqual(["opaque-token-1", "opaque-token-1"]);
    expect(await wallet.token(target, access, "writer")).toBe("opaque-token-2");
    expect(await wallet.token(target, access, "reader", { fresh: true })).toBe("opaque-token-3");
    expect(await wallet.token(target, access, "reader")).toBe("opaque-token-3");
    expect(fake.received).toHaveLength(3);
  });

  test("knows when an opaque token expires by what the endpoint said", async () => {
    const { wallet, target } = make();
    expect(await wallet.expiryOf(target, "reader")).toBe(1_000_000 + 600_000);
  });

  test("knows it by the token's own word where there is one", async () => {
    const { wallet, target } = make();
    const token = `e30.${Buffer.from('{"exp":4242}').toString("base64url")}.x`;
    answers = [{ status: 200, body: JSON.stringify({ access_token: token, expires_in: 600 }) }];
    expect(await wallet.expiryOf(target, "reader")).toBe(4_242_000);
  });

  test("holds a refusal too, and does not ask for it again", async () => {
    const { wallet, target, access } = make();
    answers = [{ status: 400, body: '{"error":"invalid_client"}' }];
    await expect(wallet.token(target, access, "reader")).rejects.toThrow("invalid_client");
    await expect(wallet.token(target, access, "reader")).rejects.toThrow("invalid_client");
    expect(fake.received).toHaveLength(1);
  });

  test("waits when it is throttled", async () => {
    const { wallet, target, access, slept } = make();
    answers = [{ status: 429 }, { status: 429 }];
    expect(await wallet.token(target, access, "reader")).toBe("opaque-token-1");
    expect(slept).toEqual([200, 400]);
  });

  test("tells the mask every secret", async () => {
    const { wallet, mask, target, access } = make();
    await wallet.token(target, access, "reader");
    expect(mask.text("reader-secret opaque-token-1")).toBe("<reader client secret> <reader token>");
  });
});
