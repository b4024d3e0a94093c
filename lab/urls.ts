import type { LocalUrls } from "../terraform/resolve.ts";

/** Where everything of a lab is. */
export interface LabUrls extends LocalUrls {
  /** `http://127.0.0.1:<port>` */
  readonly base: string;
  readonly sts: string;
  /** The outside identity provider. */
  readonly idp: string;
  /** The control endpoint. */
  readonly control: string;
}

/** @param base the server's URL, without a trailing slash */
export function labUrls(base: string): LabUrls {
  return {
    base,
    stage: (apiId, stage) => `${base}/execute-api/${apiId}/${stage}`,
    issuer: (userPoolId) => `${base}/cognito-idp/${userPoolId}`,
    domain: (prefix) => `${base}/auth/${prefix}`,
    sts: `${base}/sts`,
    idp: `${base}/idp`,
    control: `${base}/_lab`,
  };
}
