import { CALLER_NAMED, MISSING_TOKEN, SUCCESS, UNAUTHORIZED, WRONG_SIGNATURE } from "./answers.ts";
import type { Scenario } from "./scenario.ts";
import { bearer, inexpressible, READ, send, signed, steps, WHOAMI, WRITE } from "./steps.ts";

const OTHER_BODY = { ...WRITE, body: '{"amount":1000000}' };
const OTHER_QUERY = { ...READ, query: "page=2" };
const BEARER_SAYS_NOTHING = "a bearer token says nothing about the request that it travels with";

/** A credential or a request that was changed on its way. */
export const TAMPERED: readonly Scenario[] = [
  {
    id: "tampered-credential",
    teaches: "A credential cannot be edited: one changed digit or claim and its signature no longer fits.",
    plans: {
      iam: steps(send(READ, signed("reader", { wrong: "signature" }), WRONG_SIGNATURE)),
      "cognito-scopes": steps(
        send(
          WRITE,
          bearer("reader", { edited: "{server}test.write" }),
          UNAUTHORIZED,
          "a scope was added by hand",
        ),
      ),
      "custom-authorizer": steps(
        send(
          WRITE,
          bearer("reader", { edited: "{server}test.write" }),
          UNAUTHORIZED,
          "a permission was added by hand",
        ),
      ),
    },
  },
  {
    id: "tampered-body",
    teaches: "SigV4 signs the body; a token lets any body through.",
    plans: {
      iam: steps(send(OTHER_BODY, signed("writer", { signed: WRITE }), WRONG_SIGNATURE)),
      "cognito-scopes": steps(send(OTHER_BODY, bearer("writer"), SUCCESS, BEARER_SAYS_NOTHING)),
      "custom-authorizer": steps(send(OTHER_BODY, bearer("writer"), SUCCESS, BEARER_SAYS_NOTHING)),
    },
  },
  {
    id: "tampered-query",
    teaches: "SigV4 signs the query string; a token lets any query through.",
    plans: {
      iam: steps(
        send(OTHER_QUERY, signed("reader", { signed: { ...READ, query: "page=1" } }), WRONG_SIGNATURE),
      ),
      "cognito-scopes": steps(send(OTHER_QUERY, bearer("reader"), SUCCESS, BEARER_SAYS_NOTHING)),
      "custom-authorizer": steps(send(OTHER_QUERY, bearer("reader"), SUCCESS, BEARER_SAYS_NOTHING)),
    },
  },
  {
    id: "tampered-path",
    teaches: "SigV4 signs verb and path; a token opens every route of its caller.",
    plans: {
      iam: steps(send(WHOAMI, signed("reader", { signed: READ }), WRONG_SIGNATURE)),
      "cognito-scopes": steps(send(WHOAMI, bearer("reader"), CALLER_NAMED, BEARER_SAYS_NOTHING)),
      "custom-authorizer": steps(send(WHOAMI, bearer("reader"), CALLER_NAMED, BEARER_SAYS_NOTHING)),
    },
  },
  {
    id: "self-signed",
    teaches:
      "A token with every claim right, signed by somebody else's key under the issuer's key id, is nobody's.",
    plans: {
      iam: inexpressible("a caller signs with a secret that AWS holds too; see wrong-secret"),
      "cognito-scopes": steps(send(READ, bearer("reader", { forgery: { key: "stranger" } }), UNAUTHORIZED)),
      "custom-authorizer": steps(
        send(READ, bearer("reader", { forgery: { key: "stranger" } }), UNAUTHORIZED),
      ),
    },
  },
  {
    id: "unsigned",
    teaches:
      "A token may not choose to go unsigned (`alg: none`), nor a request to use an unknown algorithm.",
    plans: {
      iam: steps(
        send(
          READ,
          {
            kind: "literal",
            authorization: "NONE Credential=reader/scope, SignedHeaders=host, Signature=0",
            dated: true,
          },
          MISSING_TOKEN,
        ),
      ),
      "cognito-scopes": steps(send(READ, bearer("reader", { forgery: { key: "nobody" } }), UNAUTHORIZED)),
      "custom-authorizer": steps(send(READ, bearer("reader", { forgery: { key: "nobody" } }), UNAUTHORIZED)),
    },
  },
];
