import { Clock } from "../../../lab/clock.ts";
import type { Handler, HttpAnswer, HttpRequest } from "../../../lab/http/message.ts";
import { CredentialStore, type LongTermCredentials } from "../../../lab/iam/credentials.ts";
import { deployingUser } from "../../../lab/iam/deploying-user.ts";
import { IamDirectory } from "../../../lab/iam/directory.ts";
import type { Principal } from "../../../lab/iam/principal.ts";
import type { CredentialRecord } from "../../../lab/sigv4/types.ts";
import { createSts } from "../../../lab/sts/sts.ts";
import { describeProblem, Problems } from "../../../terraform/errors.ts";
import { REGION } from "./credentials.ts";
import { type Arguments, deployment } from "./deployment.ts";
import { signed } from "./sign.ts";

export const NOW = Date.UTC(2026, 2, 22, 12, 0, 0);
export const DEPLOYER = "arn:aws:iam::123456789012:user/deployer";

/** An STS over some IAM resources, with the lab's own user. */
export interface TestSts {
  readonly clock: Clock;
  readonly directory: IamDirectory;
  readonly credentials: CredentialStore;
  readonly handler: Handler;
  /** Of the lab's own user. */
  readonly keys: LongTermCredentials;
  readonly problems: readonly string[];
  /** Why requests were refused, in order. */
  readonly refusals: string[];
}

/** @param read the time underneath; a client of its own needs the machine's. */
export function testSts(
  resources: Readonly<Record<string, Arguments>>,
  read: () => number = () => NOW,
): TestSts {
  const clock = new Clock(read);
  const problems = new Problems();
  const user = deployingUser(DEPLOYER);
  const directory = new IamDirectory([deployment(resources)], problems, [user]);
  const credentials = new CredentialStore(clock);
  const keys = credentials.add(userPrincipal(DEPLOYER, user.uniqueId));
  const refusals: string[] = [];
  const handler = createSts({
    clock,
    directory,
    credentials,
    problems,
    regions: [REGION],
    isKnownKey: (key) => key.startsWith("aws:"),
    onRefusal: ({ code, why }) => refusals.push(`${code}: ${why}`),
  });
  return {
    clock,
    directory,
    credentials,
    handler,
    keys,
    refusals,
    problems: problems.all.map(describeProblem),
  };
}

export function userPrincipal(arn: string, userId: string): Principal {
  return { kind: "user", arn, accountId: "123456789012", userId, tags: {} };
}

/** An answer of STS, taken apart. */
export interface StsAnswer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly text: (element: string) => string | undefined;
  readonly xml: string;
}

export function parsed({ status, body }: HttpAnswer): StsAnswer {
  const xml = String(body);
  const text = (element: string) => {
    const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
    return found
      ?.replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&apos;", "'")
      .replaceAll("&amp;", "&");
  };
  return { status, code: text("Code"), message: text("Message"), text, xml };
}

/** Sends parameters of the query protocol, signed with some credentials (the lab's own user's unless said). */
export async function call(
  sts: TestSts,
  parameters: Readonly<Record<string, string>>,
  credential: Pick<CredentialRecord, "accessKeyId" | "secretAccessKey" | "sessionToken"> = sts.keys,
  change: (request: HttpRequest) => HttpRequest = (request) => request,
): Promise<StsAnswer> {
  const body = new URLSearchParams({ Version: "2011-06-15", ...parameters }).toString();
  const request = await signed(
    { method: "POST", path: "/sts/", headers: { "content-type": "application/x-www-form-urlencoded" }, body },
    { credential: { ...credential, principal: userPrincipal("", "") }, at: sts.clock.now(), service: "sts" },
  );
  const http = {
    ...request,
    path: "/",
    wirePath: request.path,
    sourceIp: "127.0.0.1",
    host: "127.0.0.1",
    httpVersion: "1.1",
  };
  return parsed(await sts.handler(change(http)));
}

/** A session's credentials out of an answer. */
export function sessionOf({ text, xml }: StsAnswer) {
  const [accessKeyId, secretAccessKey, sessionToken] = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map(
    text,
  );
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw new Error(`no credentials in ${xml}`);
  return { accessKeyId, secretAccessKey, sessionToken };
}
