import type { Caller } from "../method.ts";
import { CALLER_NAMED, POLICY_NOT_ALLOWED, ROLE_NOT_ALLOWED, SCOPE_MISSING, SUCCESS } from "./answers.ts";
import type { Expected, Plan, RequestSpec, Scenario } from "./scenario.ts";
import { bearer, READ, send, signed, steps, WHOAMI, WRITE } from "./steps.ts";

/** What a caller with a good credential may and may not do. */
export const PERMISSIONS: readonly Scenario[] = [
  {
    id: "reader-reads",
    teaches:
      "A caller with the permission that a route asks for gets the backend's answer, whatever the method.",
    plans: everyMethod("reader", READ, SUCCESS),
  },
  {
    id: "reader-writes",
    teaches:
      "A good credential without the permission is refused, and the refusal differs: 403 where a policy decides, 401 where Cognito's scopes do.",
    plans: {
      iam: steps(send(WRITE, signed("reader"), ROLE_NOT_ALLOWED)),
      "cognito-scopes": steps(send(WRITE, bearer("reader"), SCOPE_MISSING)),
      "custom-authorizer": steps(send(WRITE, bearer("reader"), POLICY_NOT_ALLOWED)),
    },
  },
  {
    id: "writer-reads",
    teaches: "A caller with two permissions may use the routes of both.",
    plans: everyMethod("writer", READ, SUCCESS),
  },
  {
    id: "writer-writes",
    teaches: "The same path asks for another permission when the verb is another.",
    plans: everyMethod("writer", WRITE, SUCCESS),
  },
  {
    id: "whoami",
    teaches:
      "The backend learns who is calling from API Gateway, not from the request: a role session or a client's id.",
    plans: everyMethod("reader", WHOAMI, CALLER_NAMED),
  },
  {
    id: "second-route",
    teaches:
      "A cached policy must cover every route of the caller: within its time to live the second route is decided by the policy made for the first.",
    plans: {
      iam: afterTheFirst(
        (request, expect, shows) => send(request, signed("reader"), expect, shows),
        ROLE_NOT_ALLOWED,
      ),
      "cognito-scopes": afterTheFirst(
        (request, expect, shows) => send(request, bearer("reader"), expect, shows),
        SCOPE_MISSING,
      ),
      "custom-authorizer": {
        steps: [
          send(READ, bearer("reader", { fresh: true }), SUCCESS, "the policy is made and cached"),
          send(WHOAMI, bearer("reader"), CALLER_NAMED, "a second route, by the cached policy"),
          send(WRITE, bearer("reader"), POLICY_NOT_ALLOWED, "a route that is not the caller's stays closed"),
          send(READ, bearer("reader"), SUCCESS, "and a refusal does not spoil the policy"),
        ],
      },
    },
  },
];

function everyMethod(caller: Caller, request: RequestSpec, expect: Expected): Scenario["plans"] {
  return {
    iam: steps(send(request, signed(caller), expect)),
    "cognito-scopes": steps(send(request, bearer(caller), expect)),
    "custom-authorizer": steps(send(request, bearer(caller), expect)),
  };
}

function afterTheFirst(
  make: (request: RequestSpec, expect: Expected, shows: string) => ReturnType<typeof send>,
  refusal: Expected,
): Plan {
  return steps(
    make(READ, SUCCESS, "the first route"),
    make(WHOAMI, CALLER_NAMED, "a second route"),
    make(WRITE, refusal, "a route that is not the caller's stays closed"),
  );
}
