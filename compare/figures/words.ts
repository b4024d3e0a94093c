import type { Figure } from "./figure.ts";

/** When to use each method and how it authenticates: the two rows of the comparison that are no figures. */
export const WORDS: readonly Figure[] = [
  {
    id: "fits",
    title: "fits",
    values: {
      iam: "internal APIs, called from inside an AWS account (EC2, Lambda)",
      "cognito-scopes":
        "web and mobile apps whose users must be authenticated; servers with client_credentials",
      "custom-authorizer": "a third party's identity system (OAuth, JWT)",
    },
  },
  {
    id: "authenticates-by",
    title: "authenticates by",
    values: {
      iam: "AWS SigV4 signature",
      "cognito-scopes": "JWT of the user pool",
      "custom-authorizer": "custom token or request parameters",
    },
  },
];
