import { call } from "./call.ts";
import type { TestLab } from "./test-lab.ts";

/** A token of `client_credentials` over HTTP Basic. */
async function issued(url: string, id = "", secret = "", body = ""): Promise<string> {
  const basic = Buffer.from(`${id}:${secret}`).toString("base64");
  const headers = { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" };
  const answer = await call(url, { method: "POST", headers, body });
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}

/** The outside identity provider's token of a caller: over HTTP Basic with no other parameter. */
export function idpToken({ lab: { environment } }: TestLab, caller = "reader"): Promise<string> {
  const of = (name: string) => environment[`${caller.toUpperCase()}_CLIENT_${name}`];
  return issued(environment.TOKEN_URL ?? "", of("ID"), of("SECRET"));
}

/** A user pool's token of a caller. @param prefix of the outputs, where the stack has several methods */
export function poolToken(
  lab: TestLab,
  caller = "reader",
  stack = "cognito-scopes",
  prefix = "",
): Promise<string> {
  const output = (name: string) => lab.output(stack, `${prefix}${name}`);
  const [id, secret] = [output(`${caller}_client_id`), output(`${caller}_client_secret`)];
  return issued(output("token_url"), id, secret, "grant_type=client_credentials");
}
