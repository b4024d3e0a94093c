import {
  type Decision,
  decideCrossAccount,
  decideResource,
  decideSameAccount,
  decideTrust,
} from "../../policy/decide.ts";
import type { Policy, PolicyKind } from "../../policy/document.ts";
import type { RequestPrincipal } from "../../policy/request.ts";
import { ACCOUNT, ANONYMOUS, policy, ROOT, request, SESSION, statement, USER } from "./support.ts";

type Says = "allow" | "neither" | "deny";
const EVERYONE = { Principal: "*" };

/** A policy that allows, denies or says nothing about any request. */
function says(kind: PolicyKind, what: Says, changes: Record<string, unknown> = {}): Policy {
  const named = kind === "resource" ? { ...EVERYONE, ...changes } : changes;
  if (what === "neither") return policy(kind, statement("Allow", { ...named, Action: "s3:GetObject" }));
  return policy(kind, statement(what === "allow" ? "Allow" : "Deny", named));
}

function trusts(AWS: unknown, effect: "Allow" | "Deny" = "Allow"): Policy {
  return policy("trust", { Effect: effect, Action: "*", Principal: { AWS } });
}

const short = ({ verdict, by }: Decision) => `${verdict} by ${by}`;
const cell = { allow: "allow", neither: "implicit-deny", deny: "explicit-deny" };

describe("Table A: same account (aws-behaviour B.1 [D])", () => {
  const table: [Says, Says, string][] = [
    ["allow", "allow", cell.allow],
    ["allow", "neither", cell.allow],
    ["allow", "deny", cell.deny],
    ["neither", "allow", cell.allow],
    ["neither", "neither", cell.neither],
    ["neither", "deny", cell.deny],
    ["deny", "allow", cell.deny],
    ["deny", "neither", cell.deny],
    ["deny", "deny", cell.deny],
  ];

  test.each(table)("B.1 [D] IAM policy: %s, resource policy: %s → %s", (identity, resource, expected) => {
    const policies = { identity: [says("identity", identity)], resource: says("resource", resource) };
    expect(decideSameAccount(policies, request()).verdict).toBe(expected);
    expect(decideSameAccount(policies, request({ principal: USER })).verdict).toBe(expected);
  });

  test.each(table)(
    "B.1 [D] authorizer's policy: %s, resource policy: %s → %s",
    (authorizer, resource, expected) => {
      const policies = { identity: [says("authorizer", authorizer)], resource: says("resource", resource) };
      expect(decideSameAccount(policies, request({ principal: ANONYMOUS })).verdict).toBe(expected);
    },
  );

  test("what is missing, where there is no resource policy", () => {
    expect(short(decideSameAccount({ identity: [] }, request()))).toBe("implicit-deny by identity");
    const authorizer = { identity: [says("authorizer", "neither")] };
    expect(short(decideSameAccount(authorizer, request()))).toBe("implicit-deny by authorizer");
  });
});

describe("Table B: cross account (aws-behaviour B.1 [D])", () => {
  test.each<[Says, Says, string]>([
    ["allow", "allow", cell.allow],
    ["allow", "neither", cell.neither],
    ["allow", "deny", cell.deny],
    ["neither", "allow", cell.neither],
    ["neither", "neither", cell.neither],
    ["neither", "deny", cell.deny],
    ["deny", "allow", cell.deny],
    ["deny", "neither", cell.deny],
    ["deny", "deny", cell.deny],
  ])("B.1 [D] IAM policy: %s, resource policy: %s → %s", (identity, resource, expected) => {
    const policies = { identity: [says("identity", identity)], resource: says("resource", resource) };
    expect(decideCrossAccount(policies, request()).verdict).toBe(expected);
  });

  test("what is missing", () => {
    const allow = [says("identity", "allow")];
    expect(short(decideCrossAccount({ identity: allow }, request()))).toBe("implicit-deny by resource");
    const resource = says("resource", "allow");
    expect(short(decideCrossAccount({ identity: [], resource }, request()))).toBe(
      "implicit-deny by identity",
    );
  });

  test("the account alone may be named: its own policies must allow anyway", () => {
    const resource = says("resource", "allow", { Principal: { AWS: ACCOUNT } });
    const decision = decideCrossAccount({ identity: [says("identity", "allow")], resource }, request());
    expect(decision).toMatchObject({
      verdict: "allow",
      by: "identity",
      statement: { source: { kind: "identity" } },
      alsoNeeded: { source: { kind: "resource" } },
    });
  });

  test("a session that is named directly is limited by its own account's policies", () => {
    const resource = says("resource", "allow", { Principal: { AWS: SESSION.arn } });
    const identity = [says("identity", "allow")];
    const boundary = says("boundary", "neither");
    const session = [says("session", "neither")];
    expect(short(decideCrossAccount({ identity, resource, boundary }, request()))).toBe(
      "implicit-deny by boundary",
    );
    expect(short(decideCrossAccount({ identity, resource, session }, request()))).toBe(
      "implicit-deny by session",
    );
  });
});

describe("a resource policy that names the account delegates (IAM policy evaluation logic [D])", () => {
  const resource = says("resource", "allow", { Principal: { AWS: ACCOUNT } });

  test.each<[string, RequestPrincipal, Says, string]>([
    ["a session", SESSION, "neither", "implicit-deny by identity"],
    ["a user", USER, "neither", "implicit-deny by identity"],
    ["a session that its own policies allow", SESSION, "allow", "allow by identity"],
    ["the root itself", ROOT, "neither", "allow by resource"],
  ])("%s", (_name, principal, identity, expected) => {
    const policies = { identity: [says("identity", identity)], resource };
    expect(short(decideSameAccount(policies, request({ principal })))).toBe(expected);
  });

  test("a Deny of the account denies everyone in it", () => {
    const deny = says("resource", "deny", { Principal: { AWS: ACCOUNT } });
    const policies = { identity: [says("identity", "allow")], resource: deny };
    for (const principal of [SESSION, USER, ROOT]) {
      expect(short(decideSameAccount(policies, request({ principal })))).toBe("explicit-deny by resource");
    }
  });

  test("the account's root needs no policy, in its own account", () => {
    expect(short(decideSameAccount({ identity: [] }, request({ principal: ROOT })))).toBe(
      "allow by identity",
    );
    const policies = { identity: [], resource: says("resource", "neither") };
    expect(decideCrossAccount(policies, request({ principal: ROOT })).verdict).toBe("implicit-deny");
  });
});

describe("boundary and session policies are intersections (IAM policy evaluation logic [D])", () => {
  const limits = ["boundary", "session"] as const;
  const limited = (kind: (typeof limits)[number], what: Says) =>
    kind === "boundary" ? { boundary: says("boundary", what) } : { session: [says("session", what)] };

  describe.each(limits)("%s", (kind) => {
    test.each<[Says, Says, string]>([
      ["allow", "allow", "allow by identity"],
      ["allow", "neither", `implicit-deny by ${kind}`],
      ["allow", "deny", `explicit-deny by ${kind}`],
      ["neither", "allow", "implicit-deny by identity"],
      ["neither", "deny", `explicit-deny by ${kind}`],
    ])("identity policy: %s, limit: %s → %s", (identity, limit, expected) => {
      const policies = { identity: [says("identity", identity)], ...limited(kind, limit) };
      expect(short(decideSameAccount(policies, request()))).toBe(expected);
    });

    test.each<[string, unknown, RequestPrincipal, string]>([
      ["the role: limited", { AWS: SESSION.roleArn }, SESSION, `implicit-deny by ${kind}`],
      ["the session: not limited", { AWS: SESSION.arn }, SESSION, "allow by resource"],
      ["the user: not limited", { AWS: USER.arn }, USER, "allow by resource"],
      ["everyone: not limited", "*", SESSION, "allow by resource"],
    ])("a resource policy allows %s", (_name, Principal, principal, expected) => {
      const policies = {
        identity: [],
        resource: says("resource", "allow", { Principal }),
        ...limited(kind, "neither"),
      };
      expect(short(decideSameAccount(policies, request({ principal })))).toBe(expected);
      const denied = { ...policies, ...limited(kind, "deny") };
      expect(short(decideSameAccount(denied, request({ principal })))).toBe(`explicit-deny by ${kind}`);
    });
  });

  test("no session policies, no limit", () => {
    const policies = { identity: [says("identity", "allow")], session: [] };
    expect(decideSameAccount(policies, request()).verdict).toBe("allow");
  });

  test("several session policies add up", () => {
    const session = [says("session", "neither"), says("session", "allow")];
    expect(decideSameAccount({ identity: [says("identity", "allow")], session }, request()).verdict).toBe(
      "allow",
    );
  });

  test("a boundary makes NotPrincipal deny whomever it spares", () => {
    const NotPrincipal = { AWS: [ACCOUNT, SESSION.roleArn, SESSION.arn] };
    const policies = {
      identity: [says("identity", "allow")],
      resource: policy("resource", statement("Deny", { NotPrincipal })),
    };
    expect(short(decideSameAccount(policies, request()))).toBe("allow by identity");
    const bounded = { ...policies, boundary: says("boundary", "allow") };
    expect(short(decideSameAccount(bounded, request()))).toBe("explicit-deny by resource");
  });
});

describe("the resource policy alone (aws-behaviour B.1 [D] NONE and Cognito)", () => {
  test.each<[Says, string]>([
    ["allow", "allow by resource"],
    ["neither", "implicit-deny by resource"],
    ["deny", "explicit-deny by resource"],
  ])("%s → %s", (what, expected) => {
    expect(short(decideResource(says("resource", what), request({ principal: ANONYMOUS })))).toBe(expected);
  });

  test("B.2 [D] a principal of an account is never the anonymous caller", () => {
    const resource = says("resource", "allow", { Principal: { AWS: ACCOUNT } });
    expect(short(decideResource(resource, request({ principal: ANONYMOUS })))).toBe(
      "implicit-deny by resource",
    );
  });
});

describe("the trust policy of a role (IAM policy evaluation logic [D])", () => {
  const allowed = { identity: [says("identity", "allow")] };
  const silent = { identity: [] };

  test.each<[string, Policy, typeof allowed, boolean, RequestPrincipal, string]>([
    ["the account, identity policy allows", trusts(ACCOUNT), allowed, true, USER, "allow by identity"],
    ["the account, identity policy silent", trusts(ACCOUNT), silent, true, USER, "implicit-deny by identity"],
    ["the user itself", trusts(USER.arn), silent, true, USER, "allow by trust"],
    ["the session's role", trusts(SESSION.roleArn), silent, true, SESSION, "allow by trust"],
    ["the session", trusts(SESSION.arn), silent, true, SESSION, "allow by trust"],
    ["everyone", trusts("*"), silent, true, SESSION, "allow by trust"],
    [
      "another user, identity policy allows",
      trusts(`${USER.arn}2`),
      allowed,
      true,
      USER,
      "implicit-deny by trust",
    ],
    ["cross account, both", trusts(USER.arn), allowed, false, USER, "allow by identity"],
    ["cross account, trust alone", trusts(USER.arn), silent, false, USER, "implicit-deny by identity"],
    ["cross account, identity alone", trusts(`${USER.arn}2`), allowed, false, USER, "implicit-deny by trust"],
    ["denied by trust", trusts(USER.arn, "Deny"), allowed, true, USER, "explicit-deny by trust"],
    ["the account's root", trusts(ACCOUNT), silent, true, ROOT, "implicit-deny by identity"],
  ])("%s", (_name, trust, caller, sameAccount, principal, expected) => {
    expect(short(decideTrust(trust, caller, request({ principal }), sameAccount))).toBe(expected);
  });

  test("a role's session is limited, a session that is named is not", () => {
    const caller = { ...silent, session: [says("session", "neither")] };
    expect(short(decideTrust(trusts(SESSION.roleArn), caller, request(), true))).toBe(
      "implicit-deny by session",
    );
    expect(short(decideTrust(trusts(SESSION.arn), caller, request(), true))).toBe("allow by trust");
  });

  test("where both were needed, both are named", () => {
    expect(decideTrust(trusts(ACCOUNT), allowed, request({ principal: USER }), true)).toMatchObject({
      statement: { source: { kind: "identity" } },
      alsoNeeded: { source: { kind: "trust" } },
    });
  });
});

describe("explicit denies", () => {
  test("one type of policy is named, the resource's own first", () => {
    const policies = {
      identity: [says("identity", "deny")],
      resource: says("resource", "deny"),
      boundary: says("boundary", "deny"),
      session: [says("session", "deny")],
    };
    const { resource, ...caller } = policies;
    expect(short(decideSameAccount(policies, request()))).toBe("explicit-deny by resource");
    expect(short(decideCrossAccount({ ...caller }, request()))).toBe("explicit-deny by identity");
    expect(decideSameAccount(policies, request()).statement).toEqual(resource.statements[0]?.ref);
  });
});
