import {
  CALLER_NAMED,
  POLICY_NOT_ALLOWED,
  ROLE_NOT_ALLOWED,
  SCOPE_MISSING,
  SESSION_EXPIRED,
  SIGNATURE_EXPIRED,
  SIGNATURE_NOT_YET,
  SUCCESS,
  TOKEN_EXPIRED,
  UNAUTHORIZED,
} from "./answers.ts";
import type { RemovePermission, Scenario } from "./scenario.ts";
import { bearer, inexpressible, READ, send, signed, steps, WHOAMI, WRITE } from "./steps.ts";

const REMOVE: RemovePermission = { do: "remove-permission", caller: "writer", permission: "test.write" };

/** How long the authorizer's policy is cached, as the stacks declare it by default; in seconds. */
const POLICY_TTL = 300;

/** What a credential is worth later. */
export const TIME: readonly Scenario[] = [
  {
    id: "expired",
    teaches: "Every credential here ends by itself; IAM answers 403 when it does, the others 401.",
    plans: {
      iam: steps(
        { do: "advance", toExpiryOf: "reader", seconds: 5 },
        send(READ, signed("reader"), SESSION_EXPIRED),
      ),
      "cognito-scopes": steps(
        send(
          READ,
          bearer("reader", { forgery: { key: "issuer", times: { iat: -3660, exp: -60 } } }),
          TOKEN_EXPIRED,
        ),
      ),
      "custom-authorizer": steps(
        send(
          READ,
          bearer("reader", { forgery: { key: "issuer", times: { iat: -3660, nbf: -3660, exp: -60 } } }),
          UNAUTHORIZED,
        ),
      ),
    },
  },
  {
    id: "not-yet-valid",
    teaches: "A clock that runs ahead is refused too: five minutes are what SigV4 forgives.",
    plans: {
      iam: steps(send(READ, signed("reader", { age: -360 }), SIGNATURE_NOT_YET)),
      "cognito-scopes": inexpressible(
        "a user pool's tokens are valid from the moment they are issued: no nbf",
      ),
      "custom-authorizer": steps(
        send(
          READ,
          bearer("reader", { forgery: { key: "issuer", times: { nbf: 3600, exp: 7200 } } }),
          UNAUTHORIZED,
        ),
      ),
    },
  },
  {
    id: "expired-in-cache",
    teaches:
      "A cached policy outlives its token: an expired token goes on opening the API until the cache forgets it.",
    plans: {
      iam: steps(
        { do: "advance", toExpiryOf: "reader", seconds: -60 },
        send(READ, signed("reader"), SUCCESS, "a minute before the session ends"),
        { do: "advance", seconds: 120 },
        send(READ, signed("reader"), SESSION_EXPIRED, "a minute after it"),
      ),
      "cognito-scopes": steps(
        { do: "advance", toExpiryOf: "reader", seconds: -60 },
        send(READ, bearer("reader"), SUCCESS, "a minute before the token expires"),
        { do: "advance", seconds: 120 },
        send(READ, bearer("reader"), TOKEN_EXPIRED, "a minute after it"),
      ),
      "custom-authorizer": steps(
        { do: "advance", toExpiryOf: "reader", seconds: -60 },
        send(READ, bearer("reader"), SUCCESS, "a minute before the token expires: the policy is cached"),
        { do: "advance", seconds: 120 },
        send(
          READ,
          bearer("reader"),
          { ...SUCCESS, source: "aws-behaviour D.2 [D, R]: the key is the token, the policy is cached" },
          "a minute after it: the cache does not look at the token",
        ),
        { do: "advance", seconds: POLICY_TTL },
        send(READ, bearer("reader"), UNAUTHORIZED, "when the cached policy is gone too"),
      ),
    },
  },
  {
    id: "permission-removed",
    teaches:
      "Taking a permission away works at once where policies are looked up, and only with the next token where they travel in one.",
    plans: {
      iam: steps(
        send(WRITE, signed("writer"), SUCCESS, "before"),
        REMOVE,
        send(WRITE, signed("writer"), ROLE_NOT_ALLOWED, "at once, with the same session"),
      ),
      "cognito-scopes": steps(
        send(WRITE, bearer("writer"), SUCCESS, "before"),
        REMOVE,
        send(WRITE, bearer("writer"), SUCCESS, "with the token that was given before"),
        { do: "advance", toExpiryOf: "writer", seconds: -10 },
        send(WRITE, bearer("writer"), SUCCESS, "in the token's last seconds"),
        { do: "advance", seconds: 15 },
        send(WRITE, bearer("writer"), TOKEN_EXPIRED, "when the token has expired"),
        send(WRITE, bearer("writer", { fresh: true }), SCOPE_MISSING, "with a new token"),
        send(READ, bearer("writer"), SUCCESS, "the other permission stays"),
      ),
      "custom-authorizer": steps(
        send(WRITE, bearer("writer"), SUCCESS, "before"),
        REMOVE,
        send(WRITE, bearer("writer"), SUCCESS, "by the cached policy"),
        { do: "advance", seconds: POLICY_TTL + 1 },
        send(WRITE, bearer("writer"), SUCCESS, "by a new policy made of the same token"),
        { do: "advance", toExpiryOf: "writer", seconds: -10 },
        send(WRITE, bearer("writer"), SUCCESS, "in the token's last seconds: the policy is cached once more"),
        { do: "advance", seconds: POLICY_TTL - 20 },
        send(
          WRITE,
          bearer("writer"),
          { ...SUCCESS, source: "aws-behaviour D.2 [D, R]: the key is the token, the policy is cached" },
          "with the expired token, by that policy",
        ),
        { do: "advance", seconds: 30 },
        send(WRITE, bearer("writer"), UNAUTHORIZED, "when token and policy have expired"),
        send(WRITE, bearer("writer", { fresh: true }), POLICY_NOT_ALLOWED, "with a new token"),
        send(READ, bearer("writer"), SUCCESS, "the other permission stays"),
      ),
    },
  },
  {
    id: "replayed",
    teaches:
      "An intercepted SigV4 request can be sent again as it is, for five minutes; an intercepted token is the caller itself until it expires.",
    plans: {
      iam: steps(
        send(READ, signed("reader"), SUCCESS, "the caller"),
        { do: "repeat", expect: SUCCESS, shows: "the eavesdropper, the same bytes: SigV4 has no memory" },
        send(READ, signed("reader", { age: 280 }), SUCCESS, "signed almost five minutes ago"),
        send(READ, signed("reader", { age: 320 }), SIGNATURE_EXPIRED, "signed more than five minutes ago"),
      ),
      "cognito-scopes": steps(
        send(READ, bearer("reader"), SUCCESS, "the caller"),
        { do: "repeat", expect: SUCCESS, shows: "the eavesdropper, the same bytes" },
        send(
          WHOAMI,
          bearer("reader"),
          CALLER_NAMED,
          "the eavesdropper, another request with the caller's token",
        ),
      ),
      "custom-authorizer": steps(
        send(READ, bearer("reader"), SUCCESS, "the caller"),
        { do: "repeat", expect: SUCCESS, shows: "the eavesdropper, the same bytes" },
        send(
          WHOAMI,
          bearer("reader"),
          CALLER_NAMED,
          "the eavesdropper, another request with the caller's token",
        ),
      ),
    },
  },
];
