import type { GatewayError } from "../gateway/errors.ts";
import type { Exchange } from "../gateway/exchange.ts";
import type { Services } from "../gateway/services.ts";
import type { Principal } from "../iam/principal.ts";
import { verify } from "../sigv4/verify.ts";
import { sigV4GatewayError } from "./errors.ts";

/** Who signed an AWS_IAM request; or the error that ends it. */
export type IamAuthentication = { readonly principal: Principal } | { readonly error: GatewayError };

/**
 * AWS_IAM, first half (aws-behaviour A.1, A.2, A.4): is it signed, by whom, and not tampered with? What the client
 * signed is the path of the URL it called, so the lab's own prefix is part of the canonical request.
 */
export function authenticateIam(exchange: Exchange, { credentials, clock }: Services): IamAuthentication {
  const { api, method, request } = exchange;
  if (!api || !method) throw new TypeError("the request has not been routed");
  const verification = verify(
    {
      method: request.method,
      path: request.wirePath,
      query: request.query,
      headers: request.headers,
      body: request.body,
    },
    {
      region: api.region,
      service: "execute-api",
      now: clock.now(),
      lookup: (accessKeyId) => credentials.lookup(accessKeyId),
    },
  );
  if (!verification.ok) {
    const error = sigV4GatewayError(verification.error, {
      address: method.address,
      attribute: "authorization",
    });
    exchange.authenticateStatus = error.status;
    return { error: exchange.stop("authenticate", error) };
  }
  const { credential, form } = verification;
  const { principal } = credential;
  exchange.caller = principal.arn;
  exchange.callerAddress = principal.roleAddress;
  exchange.authenticateStatus = 200;
  exchange.identity = {
    accountId: principal.accountId,
    caller: principal.userId,
    user: principal.userId,
    accessKey: credential.accessKeyId,
    userArn: principal.arn,
  };
  // A.5: the header is dropped when it holds SigV4.
  if (form === "header") exchange.droppedHeader = "authorization";
  exchange.pass("authenticate", { why: `signed by ${principal.arn}`, address: principal.roleAddress });
  return { principal };
}
