import {
  COGNITO_INVALID_CLIENT,
  OAUTH_INVALID_CLIENT,
  POLICY_NOT_ALLOWED,
  SCOPE_MISSING,
  UNAUTHORIZED,
  UNKNOWN_KEY,
  WRONG_REGION,
  WRONG_SIGNATURE,
} from "./answers.ts";
import type { Expected, Plan, Scenario } from "./scenario.ts";
import { bearer, inexpressible, READ, send, signed, steps } from "./steps.ts";

/** Callers that nobody knows, and credentials that are good somewhere else or nearly good. */
export const STRANGERS: readonly Scenario[] = [
  {
    id: "unknown-caller",
    teaches:
      "IAM meets a stranger at the API, on every request; the others turn it away where tokens are given out.",
    plans: {
      iam: steps(
        send(READ, signed("reader", { wrong: "access key" }), UNKNOWN_KEY, "an access key that nobody has"),
        send(
          READ,
          signed("reader", { wrong: "session token" }),
          UNKNOWN_KEY,
          "a session token that nobody gave",
        ),
      ),
      "cognito-scopes": steps({
        do: "ask-token",
        caller: "reader",
        wrong: "client",
        expect: COGNITO_INVALID_CLIENT,
      }),
      "custom-authorizer": steps({
        do: "ask-token",
        caller: "reader",
        wrong: "client",
        expect: OAUTH_INVALID_CLIENT,
      }),
    },
  },
  {
    id: "wrong-secret",
    teaches: "Whoever does not hold the caller's secret gets no further than a stranger.",
    plans: {
      iam: steps(send(READ, signed("reader", { wrong: "secret key" }), WRONG_SIGNATURE)),
      "cognito-scopes": steps({
        do: "ask-token",
        caller: "reader",
        wrong: "secret",
        expect: COGNITO_INVALID_CLIENT,
      }),
      "custom-authorizer": steps({
        do: "ask-token",
        caller: "reader",
        wrong: "secret",
        expect: OAUTH_INVALID_CLIENT,
      }),
    },
  },
  {
    id: "other-audience",
    teaches: "A credential is good in one place: a region, a user pool, an audience.",
    plans: {
      iam: steps(
        send(READ, signed("reader", { region: "eu-north-1" }), WRONG_REGION, "signed for another region"),
      ),
      "cognito-scopes": steps(
        send(
          READ,
          { kind: "foreign", of: "other stack", caller: "reader" },
          UNAUTHORIZED,
          "a token of another pool",
        ),
      ),
      "custom-authorizer": steps(
        send(
          READ,
          bearer("reader", { forgery: { key: "issuer", claims: { aud: "https://another-api.example" } } }),
          UNAUTHORIZED,
          "a token of the same issuer for another API",
        ),
      ),
    },
  },
  {
    id: "other-issuer",
    teaches:
      "A token that names another issuer is refused, even when the key that signed it is the right one.",
    plans: {
      iam: inexpressible("AWS alone gives out SigV4 credentials; see unknown-caller"),
      "cognito-scopes": otherIssuer(),
      "custom-authorizer": otherIssuer(),
    },
  },
  {
    id: "scope-lookalikes",
    teaches:
      "A permission is compared whole: longer, shorter, in capitals or of another server, it is another one.",
    plans: {
      iam: inexpressible("a caller names no permission: its role's policies are looked up by AWS"),
      "cognito-scopes": lookalikes(SCOPE_MISSING, [
        "{permission}only",
        "{shorter}",
        "{upper}",
        "{name}",
        "other.server/{name}",
        "{permission}/extra",
      ]),
      "custom-authorizer": lookalikes(POLICY_NOT_ALLOWED, [
        "{permission}only",
        "{shorter}",
        "{upper}",
        "{permission}/extra",
      ]),
    },
  },
];

function otherIssuer(): Plan {
  const forgery = { key: "issuer", claims: { iss: "https://another-issuer.example" } } as const;
  return steps(send(READ, bearer("reader", { forgery }), UNAUTHORIZED));
}

function lookalikes(expect: Expected, templates: readonly string[]): Plan {
  return {
    steps: templates.map((permission) =>
      send(READ, bearer("reader", { forgery: { key: "issuer", permission } }), expect, permission),
    ),
  };
}
