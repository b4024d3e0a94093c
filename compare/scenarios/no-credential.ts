import {
  MISSING_TOKEN,
  NO_SIGV4_FIELDS,
  NOT_KEY_VALUE,
  SUCCESS,
  UNAUTHORIZED,
  WRONG_SERVICE,
} from "./answers.ts";
import type { Credential, Scenario } from "./scenario.ts";
import { bearer, inexpressible, NONE, READ, send, signed, steps } from "./steps.ts";

const GARBAGE: Credential = { kind: "literal", authorization: "Bearer not-a-token" };
// base64 of reader:secret
const BASIC: Credential = { kind: "literal", authorization: "Basic cmVhZGVyOnNlY3JldA==" };

/** No credential, something that is none, or one of the wrong kind. */
export const NO_CREDENTIAL: readonly Scenario[] = [
  {
    id: "no-credential",
    teaches:
      "Without a credential nobody gets in; IAM says 403 and calls it a missing token, the others say 401.",
    plans: {
      iam: steps(send(READ, NONE, MISSING_TOKEN)),
      "cognito-scopes": steps(send(READ, NONE, UNAUTHORIZED)),
      "custom-authorizer": steps(send(READ, NONE, UNAUTHORIZED)),
    },
  },
  {
    id: "malformed",
    teaches: "A credential that cannot be read is refused before anybody is asked about it.",
    plans: {
      iam: steps(send(READ, GARBAGE, NOT_KEY_VALUE)),
      "cognito-scopes": steps(send(READ, GARBAGE, UNAUTHORIZED)),
      "custom-authorizer": steps(send(READ, GARBAGE, UNAUTHORIZED)),
    },
  },
  {
    id: "basic",
    teaches: "HTTP Basic is for the token endpoint; at the API it is no credential at all.",
    plans: {
      iam: steps(send(READ, BASIC, NO_SIGV4_FIELDS)),
      "cognito-scopes": steps(send(READ, BASIC, UNAUTHORIZED)),
      "custom-authorizer": steps(send(READ, BASIC, UNAUTHORIZED)),
    },
  },
  {
    id: "other-method",
    teaches: "A good credential of another method is worth nothing here, and the error hardly says why.",
    plans: {
      iam: steps(send(READ, { kind: "foreign", of: "cognito-scopes", caller: "reader" }, NOT_KEY_VALUE)),
      "cognito-scopes": steps(
        send(READ, { kind: "foreign", of: "iam", caller: "reader" }, UNAUTHORIZED, "a SigV4 signature"),
        send(
          READ,
          { kind: "foreign", of: "custom-authorizer", caller: "reader" },
          UNAUTHORIZED,
          "a token of another issuer",
        ),
      ),
      "custom-authorizer": steps(
        send(READ, { kind: "foreign", of: "iam", caller: "reader" }, UNAUTHORIZED, "a SigV4 signature"),
        send(
          READ,
          { kind: "foreign", of: "cognito-scopes", caller: "reader" },
          UNAUTHORIZED,
          "a token of another issuer",
        ),
      ),
    },
  },
  {
    id: "other-service",
    teaches: "A signature is for one AWS service: one made for S3 does not open an API.",
    plans: {
      iam: steps(send(READ, signed("reader", { service: "s3" }), WRONG_SERVICE)),
      "cognito-scopes": inexpressible("a token names no service; see other-audience"),
      "custom-authorizer": inexpressible("a token names no service; see other-audience"),
    },
  },
  {
    id: "id-token",
    teaches: "An ID token says who signed in, to the client; an API with scopes takes access tokens only.",
    plans: {
      iam: inexpressible("SigV4 knows one kind of credential; a token of any kind is malformed here"),
      "cognito-scopes": steps(
        send(
          READ,
          bearer("reader", {
            forgery: {
              key: "issuer",
              claims: {
                token_use: "id",
                aud: "{client}",
                scope: null,
                client_id: null,
                "cognito:username": "reader",
              },
            },
          }),
          UNAUTHORIZED,
        ),
      ),
      "custom-authorizer": steps(
        send(
          READ,
          bearer("reader", {
            forgery: { key: "issuer", claims: { aud: "{client}", nonce: "n-0S6_WzA2Mj" } },
          }),
          UNAUTHORIZED,
          "its audience is the client, not the API",
        ),
      ),
    },
  },
  {
    id: "in-query",
    teaches:
      "SigV4 may travel in the URL, where logs and histories keep it; the authorizers here look at the header alone.",
    plans: {
      iam: steps(send(READ, signed("reader", { presigned: true }), SUCCESS)),
      "cognito-scopes": steps(send(READ, bearer("reader", { inQuery: true }), UNAUTHORIZED)),
      "custom-authorizer": steps(send(READ, bearer("reader", { inQuery: true }), UNAUTHORIZED)),
    },
  },
];
