import { byMethod, type Method } from "../method.ts";
import { ADDRESS_DENIED, MISSING_TOKEN, NO_SUCH_ROUTE_SIGNED, NOT_KEY_VALUE, SUCCESS } from "./answers.ts";
import type { Credential, Plan, RequestSpec, Scenario, Send } from "./scenario.ts";
import { bearer, NONE, READ, send, signed, steps } from "./steps.ts";

/** Where a request goes and where it comes from; and what is left of it behind. */
export const PLACES: readonly Scenario[] = [
  {
    id: "unknown-route",
    teaches:
      "API Gateway hides what does not exist: a wrong path looks like a missing or malformed credential, also to a caller who has a good one.",
    plans: byMethod((method) => nowhere(method, { verb: "GET", path: "/nowhere" })),
  },
  {
    id: "wrong-verb",
    teaches: "A verb that a path does not have is answered as a path that does not exist.",
    plans: byMethod((method) => nowhere(method, { verb: "DELETE", path: "/tests" })),
  },
  {
    id: "denied-address",
    teaches: "A resource policy can shut an address out whatever credential comes from it.",
    plans: byMethod((method) => {
      const request: Send = send(READ, own(method), SUCCESS, "from the ordinary address");
      return steps(request, {
        ...request,
        from: "denied-address",
        expect: ADDRESS_DENIED,
        shows: "the same request from the denied address",
      });
    }),
  },
  {
    id: "clean-logs",
    teaches: "Whoever reads the logs must not find a credential there that still opens the API.",
    plans: byMethod((method) =>
      steps(send(READ, own(method), SUCCESS, "a request that is logged"), { do: "inspect-logs" }),
    ),
  },
];

function nowhere(method: Method, request: RequestSpec): Plan {
  return steps(
    send(request, NONE, MISSING_TOKEN, "without a credential"),
    send(request, own(method), method === "iam" ? NO_SUCH_ROUTE_SIGNED : NOT_KEY_VALUE, "with a good one"),
  );
}

function own(method: Method): Credential {
  return method === "iam" ? signed("reader") : bearer("reader");
}
