import { randomUUID } from "node:crypto";
import type { Problems } from "../../terraform/errors.ts";
import type { Clock } from "../clock.ts";
import { type Handler, type HttpAnswer, type HttpRequest, headerValues } from "../http/message.ts";
import { refuseUnknownKeys } from "../iam/condition-keys.ts";
import type { Principal } from "../iam/principal.ts";
import { verify } from "../sigv4/verify.ts";
import { type AssumeRoleServices, assumeRole } from "./assume-role.ts";
import { isStsKey, type RequestOrigin, STS_ACTIONS } from "./condition-keys.ts";
import { authenticationError, errorXml, invalidAction, StsError } from "./errors.ts";
import { Parameters } from "./parameters.ts";
import { element, escapeText } from "./xml.ts";

/** What STS works with. */
export interface StsOptions extends AssumeRoleServices {
  readonly clock: Clock;
  /** The regions of the deployments. `us-east-1`, which the global endpoint is signed for, will always do. */
  readonly regions: readonly string[];
  /** Takes condition keys that AssumeRole cannot give to a policy that would need them. */
  readonly problems: Problems;
  /** Told why a request was refused, in a clause without secrets. */
  onRefusal?(refusal: { readonly requestId: string; readonly code: string; readonly why: string }): void;
}

const VERSION = "2011-06-15";
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;
/** STS takes a signature of a quarter of an hour ago (aws-behaviour A.4 [R]). */
const SKEW_MINUTES = 15;

type Action = (parameters: Parameters, caller: Principal, origin: RequestOrigin) => readonly string[];

/**
 * The Security Token Service: `AssumeRole` and `GetCallerIdentity` in AWS's query protocol, by POST or GET, as the
 * AWS CLI and SDKs speak it. Errors are AWS's, in XML.
 */
export function createSts(options: StsOptions): Handler {
  const { directory, problems } = options;
  const trusts = directory.roles.flatMap(({ trust }) => (trust ? [trust] : []));
  refuseUnknownKeys([...trusts, ...directory.callerPolicies], STS_ACTIONS, isStsKey, problems);
  const actions: ReadonlyMap<string, Action> = new Map([
    ["AssumeRole", (parameters, caller, origin) => assumeRole(parameters, caller, origin, options)],
    ["GetCallerIdentity", (_, caller) => callerIdentity(caller)],
  ]);

  return (request) => {
    const requestId = randomUUID();
    try {
      return answer(200, handle(request, requestId, actions, options), requestId);
    } catch (error) {
      if (!(error instanceof StsError)) throw error;
      options.onRefusal?.({ requestId, code: error.code, why: error.detail });
      return answer(error.status, errorXml(error, NAMESPACE, requestId), requestId);
    }
  };
}

function handle(
  request: HttpRequest,
  requestId: string,
  actions: ReadonlyMap<string, Action>,
  { clock, regions, credentials }: StsOptions,
): string {
  const parameters = Parameters.read(request.query, request.body);
  const name = parameters.get("Action") ?? "";
  const action = actions.get(name);
  const version = parameters.get("Version") ?? "";
  if (action === undefined || version !== VERSION) throw invalidAction(name, version);

  const now = clock.now();
  const verification = verify(
    { ...request, path: request.wirePath },
    {
      region: [...regions, "us-east-1"],
      service: "sts",
      now,
      skewMinutes: SKEW_MINUTES,
      lookup: (accessKeyId) => credentials.lookup(accessKeyId),
    },
  );
  if (!verification.ok) throw authenticationError(verification.error);

  const result = action(parameters, verification.credential.principal, {
    now,
    sourceIp: request.sourceIp,
    userAgent: headerValues(request.headers, "user-agent")[0],
    referer: headerValues(request.headers, "referer")[0],
  });
  const content = `${element(`${name}Result`, result)}${element("ResponseMetadata", [element("RequestId", requestId)])}`;
  return `<${name}Response xmlns="${NAMESPACE}">\n${content}</${name}Response>\n`;
}

/** GetCallerIdentity: whoever can sign may know who they are. */
function callerIdentity({ arn, userId, accountId }: Principal): readonly string[] {
  return [
    element("Arn", escapeText(arn)),
    element("UserId", escapeText(userId)),
    element("Account", escapeText(accountId)),
  ];
}

function answer(status: number, body: string, requestId: string): HttpAnswer {
  return {
    status,
    headers: [
      ["x-amzn-RequestId", requestId],
      ["Content-Type", "text/xml"],
    ],
    body,
  };
}
