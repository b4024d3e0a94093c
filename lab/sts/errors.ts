import type { SigV4Error, SigV4ErrorType } from "../sigv4/types.ts";
import { element, escapeText } from "./xml.ts";

/** An error of STS: what the client is told, and why. Thrown by actions, answered in one place. */
export class StsError extends Error {
  override readonly name = "StsError";
  readonly status: number;
  /** AWS's code, which SDKs turn into the exception's name. */
  readonly code: string;
  /** For the log: what decided. Holds no secret. */
  readonly detail: string;

  constructor(status: number, code: string, message: string, detail = message) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** A parameter that is not as it must be. */
export function validationError(message: string): StsError {
  return new StsError(400, "ValidationError", message);
}

/** One or more constraints that parameters break, as AWS lists them. */
export function constraintErrors(problems: readonly string[]): StsError {
  const count = `${problems.length} validation error${problems.length === 1 ? "" : "s"} detected: `;
  return validationError(`${count}${problems.join("; ")}`);
}

/** An action that this STS does not have; recorded text (STS, IAM). */
export function invalidAction(action: string, version: string): StsError {
  return new StsError(
    400,
    "InvalidAction",
    `Could not find operation ${action || "NO_ACTION_SPECIFIED"} for version ${version || "NO_VERSION_SPECIFIED"}`,
    `the lab's STS has AssumeRole and GetCallerIdentity, not ${JSON.stringify(action)}`,
  );
}

/**
 * How STS names what execute-api calls otherwise. A signature that is too old is a `SignatureDoesNotMatch` here, not
 * a `RequestExpired` (recorded: aws/aws-sdk-go#2167 and many others).
 */
const CODES: Readonly<Record<SigV4ErrorType, readonly [status: number, code: string]>> = {
  MissingAuthenticationToken: [403, "MissingAuthenticationToken"],
  IncompleteSignature: [400, "IncompleteSignature"],
  InvalidSignature: [403, "SignatureDoesNotMatch"],
  UnrecognizedClient: [403, "InvalidClientTokenId"],
  ExpiredToken: [403, "ExpiredToken"],
};

/** A request that is not authentic. STS does not tell what it calculated, and says this where execute-api says less. */
export function authenticationError({ type, message, detail }: SigV4Error): StsError {
  const [status, code] = CODES[type];
  const text =
    type === "MissingAuthenticationToken"
      ? "Request is missing Authentication Token"
      : message.split("\n")[0];
  return new StsError(status, code, text ?? "", detail);
}

const FAULTS = "http://webservices.amazon.com/AWSFault/2005-15-09";

/** The error's XML, as the AWS CLI and SDKs parse it. */
export function errorXml({ code, message }: StsError, namespace: string, requestId: string): string {
  const error = element("Error", [
    element("Type", "Sender"),
    element("Code", escapeText(code)),
    element("Message", escapeText(message)),
  ]);
  const xmlns = code === "InvalidAction" ? FAULTS : namespace;
  return `<ErrorResponse xmlns="${xmlns}">\n${error}${element("RequestId", requestId)}</ErrorResponse>\n`;
}
