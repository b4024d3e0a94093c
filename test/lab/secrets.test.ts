import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { call } from "./support/call.ts";
import { type AccessKey, assumeRole, callSigned } from "./support/caller.ts";
import { handMadeToken, keysIn } from "./support/hand-made-token.ts";
import { LabProcess } from "./support/lab-process.ts";
import { presigned } from "./support/sign.ts";
import { synthesizedStacks } from "./support/test-lab.ts";

const REGION = "ap-northeast-2";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Everything secret that a run has to do with: as it is, and in the encodings in which it goes over the wire. */
class Secrets {
  readonly #found = new Map<string, string>();

  add(name: string, value: string | undefined): string {
    if (value === undefined || value.length < 20) throw new Error(`${name} is no secret: ${value}`);
    const forms = {
      "": value,
      "in a URL": encodeURIComponent(value),
      "in base64": Buffer.from(value).toString("base64"),
    };
    for (const [form, text] of Object.entries(forms)) this.#found.set(text, `${name} ${form}`.trim());
    return value;
  }

  /** The names of those that a text holds. */
  in(text: string): readonly string[] {
    return [...this.#found].flatMap(([secret, name]) => (text.includes(secret) ? [name] : []));
  }
}

/** What logs hold, by file. */
const logsOf = (lab: LabProcess): Readonly<Record<string, string>> => {
  const directory = join(lab.directory, "logs");
  return Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]),
  );
};

let lab: LabProcess;
afterAll(() => lab.signal("SIGKILL"));

test("no log and no output holds a token, a client secret, a session token, a secret key or a private key", async () => {
  lab = await new LabProcess(["--port", "0", "--from", synthesizedStacks()]).ready();
  const secrets = new Secrets();
  const environment = Object.fromEntries(
    lab
      .read("env")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const outputs = lab.outputs();
  for (const [name, value] of [environment, ...Object.values(outputs)].flatMap((one) =>
    Object.entries(one),
  )) {
    if (/secret|token$|control_token/i.test(name)) secrets.add(name, value);
  }
  for (const file of ["keys/idp.jwks.json", "keys/cognito.jwks.json"]) {
    for (const key of keysIn(lab.read(file))) secrets.add(`the private key ${key.kid}`, String(key.d));
  }
  secrets.add("the seed", lab.read("seed").trim());

  // Tokens: issued and made by hand, good, bad and in the wrong place.
  const basic = (id: string | undefined, secret: string | undefined) =>
    `Basic ${secrets.add("HTTP Basic", Buffer.from(`${id}:${secret}`).toString("base64"))}`;
  const tokens: string[] = [];
  const take = async (url: string, authorization: string) => {
    const { body } = await call(url, {
      method: "POST",
      headers: { authorization, ...FORM },
      body: "grant_type=client_credentials",
    });
    tokens.push(secrets.add("an issued token", JSON.parse(body).access_token));
  };
  const { "cognito-scopes": pool = {}, iam = {}, "custom-authorizer": custom = {} } = outputs;
  for (const caller of ["reader", "writer"]) {
    const name = caller.toUpperCase();
    const ofIdp = basic(environment[`${name}_CLIENT_ID`], environment[`${name}_CLIENT_SECRET`]);
    await take(environment.TOKEN_URL ?? "", ofIdp);
    await take(pool.token_url ?? "", basic(pool[`${caller}_client_id`], pool[`${caller}_client_secret`]));
  }
  for (const key of [
    ...keysIn(lab.read("keys/idp.jwks.json")),
    ...keysIn(lab.read("keys/cognito.jwks.json")),
  ]) {
    const claims = { iss: custom.token_issuer, aud: custom.token_audience, sub: "me", exp: 1 };
    tokens.push(secrets.add("a token made by hand", handMadeToken(key, claims)));
    tokens.push(secrets.add("a broken token", handMadeToken(key, claims).slice(0, -9)));
  }
  const apis = Object.values(outputs).flatMap((stack) =>
    Object.entries(stack).flatMap(([name, url]) => (name.endsWith("api_url") ? [url] : [])),
  );
  const statuses: number[] = [];
  const send = async (...parameters: Parameters<typeof call>) => {
    const { status } = await call(...parameters);
    statuses.push(status);
  };
  for (const api of apis) {
    for (const token of tokens) {
      await send(`${api}/tests`, { headers: { authorization: `Bearer ${token}` } });
      await send(`${api}/tests`, { method: "POST", headers: { authorization: token, "x-token": token } });
      await send(`${api}/nothing`, { headers: { authorization: `Bearer ${token}` } });
      await send(`${api}/tests?access_token=${token}`, { headers: { cookie: `token=${token}` } });
    }
  }
  const wrong = basic(pool.reader_client_id, `${pool.reader_client_secret}x`);
  for (const url of [pool.token_url ?? "", environment.TOKEN_URL ?? ""]) {
    await send(url, {
      method: "POST",
      headers: { authorization: wrong, ...FORM },
      body: "grant_type=client_credentials",
    });
    const form = `grant_type=client_credentials&client_id=x&client_secret=${pool.reader_client_secret}`;
    await send(url, {
      method: "POST",
      headers: FORM,
      body: form,
    });
  }

  // Signatures: good, wrong in ways that AWS answers by repeating the signed headers, and in the query.
  const at = Date.now();
  for (const caller of ["reader", "writer"]) {
    const key = await assumeRole(environment, iam[`${caller}_role_arn`] ?? "", at);
    secrets.add("a session's secret key", key.secretAccessKey);
    secrets.add("a session token", key.sessionToken);
    const half = {
      ...key,
      sessionToken: secrets.add("half a session token", key.sessionToken?.slice(0, 80)),
    };
    const other = {
      ...key,
      secretAccessKey: secrets.add("another secret key", key.secretAccessKey.split("").reverse().join("")),
    };
    for (const one of [key, half, other]) {
      for (const method of ["GET", "POST"]) {
        const { status } = await callSigned(`${iam.api_url}/tests`, one, { method, region: REGION, at });
        statuses.push(status);
      }
      await send(await inTheQuery(`${iam.api_url}/tests`, one, at));
      await assumeRole(
        { ...environment, AWS_SECRET_ACCESS_KEY: one.secretAccessKey },
        iam.reader_role_arn ?? "",
        at,
      ).catch(() => undefined);
    }
  }
  await send(`${lab.outputs().iam?.api_url}/../../_lab/clock`, {
    headers: { authorization: `Bearer ${environment.LAB_CONTROL_TOKEN}` },
  });
  await lab.signal("SIGTERM");

  expect(new Set(statuses)).toEqual(new Set([200, 400, 401, 403]));
  const logs = { ...logsOf(lab), "standard output and error": lab.output };
  expect(Object.keys(logs).length).toBeGreaterThan(5);
  expect(Object.entries(logs).filter(([, text]) => text.length < 100)).toEqual([]);
  const held = Object.entries(logs).flatMap(([name, text]) =>
    secrets.in(text).map((secret) => `${name}: ${secret}`),
  );
  expect(held).toEqual([]);
}, 60_000);

/** The URL of a request that is signed in its query. */
async function inTheQuery(url: string, key: AccessKey, at: number): Promise<string> {
  const { origin, host, pathname } = new URL(url);
  const credential = { ...key, principal: undefined } as never;
  const { query } = await presigned(
    { path: pathname, headers: { host } },
    { credential, at, region: REGION },
  );
  return `${origin}${pathname}?${query}`;
}
