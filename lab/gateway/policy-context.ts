import type { Context } from "../../policy/request.ts";
import type { Exchange } from "./exchange.ts";
import { headerValue } from "./request.ts";
import { isoTime } from "./time.ts";

/**
 * The condition keys that API Gateway gives to a policy whatever the authorization (aws-behaviour B.3 [D]), lower
 * case. `aws:SourceArn`, `aws:SourceVpc` and `aws:SourceVpce` are known and never have a value here: a client of
 * the lab comes through no service and no VPC endpoint.
 */
const COMMON_KEYS: readonly string[] = [
  "aws:currenttime",
  "aws:epochtime",
  "aws:referer",
  "aws:securetransport",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:useragent",
  "aws:vpcsourceip",
];

/** Keys that API Gateway gives for AWS_IAM alone (aws-behaviour B.3 [D]). */
const IAM_KEYS: readonly string[] = [
  "aws:multifactorauthage",
  "aws:multifactorauthpresent",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principaltype",
  "aws:tokenissuetime",
  "aws:userid",
  "aws:username",
];

const KNOWN: ReadonlySet<string> = new Set([...COMMON_KEYS, ...IAM_KEYS]);

/** Whether the lab gives a key (lower case) its value, or its absence, as AWS does. */
export function isKnownKey(key: string): boolean {
  return KNOWN.has(key) || /^aws:principaltag\/./.test(key);
}

/** Whether a key (lower case) is one that a Lambda authorizer's policy may read: nobody is an IAM principal there. */
export function isCommonKey(key: string): boolean {
  return COMMON_KEYS.includes(key);
}

/**
 * The values of the condition keys for a request. `aws:SecureTransport` is true: plain HTTP to the lab stands for
 * HTTPS. On a private API the connection's address is `aws:VpcSourceIp`, and `aws:SourceIp` has none (B.3 [D]).
 * @param principalKeys those of an AWS_IAM caller.
 */
export function policyContext(exchange: Exchange, principalKeys?: Context): Context {
  const { request, receivedAt } = exchange;
  const context = new Map<string, readonly string[]>(principalKeys);
  context.set("aws:currenttime", [isoTime(receivedAt)]);
  context.set("aws:epochtime", [String(Math.floor(receivedAt / 1000))]);
  context.set("aws:securetransport", ["true"]);
  context.set(exchange.api?.endpoint === "PRIVATE" ? "aws:vpcsourceip" : "aws:sourceip", [request.sourceIp]);
  const referer = headerValue(request.headers, "referer");
  if (referer !== undefined) context.set("aws:referer", [referer]);
  const userAgent = headerValue(request.headers, "user-agent");
  if (userAgent !== undefined) context.set("aws:useragent", [userAgent]);
  return context;
}
