import type { Answer } from "../../policy/certainty.ts";
import { type Grant, namesCaller, readPrincipals, sparesCaller } from "../../policy/principal.ts";
import type { RequestPrincipal } from "../../policy/request.ts";
import { ACCOUNT, ANONYMOUS, OTHER_ACCOUNT, ROOT, SERVICE, SESSION, USER } from "./support.ts";

const ACCOUNT_ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const CALLERS: readonly RequestPrincipal[] = [ANONYMOUS, SESSION, USER, ROOT, SERVICE];

function naming(element: unknown, caller: RequestPrincipal): Grant | Answer {
  const { applies, grant } = namesCaller(readPrincipals(element, "Principal"), caller);
  return applies === true ? grant : applies;
}

describe("Principal (AWS JSON policy elements: Principal [D])", () => {
  test.each<[string, unknown, (Grant | Answer)[]]>([
    // columns: anonymous, role session, user, root, service
    ["everyone", "*", ["direct", "direct", "direct", "direct", "direct"]],
    ["everyone but services", { AWS: "*" }, ["direct", "direct", "direct", "direct", false]],
    ["the account by id", { AWS: ACCOUNT }, [false, "account", "account", "direct", false]],
    ["the account by ARN", { AWS: ACCOUNT_ROOT }, [false, "account", "account", "direct", false]],
    ["another account", { AWS: OTHER_ACCOUNT }, [false, false, false, false, false]],
    ["the role", { AWS: SESSION.roleArn }, [false, "role", false, false, false]],
    [
      "the role without its path",
      { AWS: `arn:aws:iam::${ACCOUNT}:role/reader` },
      [false, false, false, false, false],
    ],
    ["the session", { AWS: SESSION.arn }, [false, "direct", false, false, false]],
    ["another session", { AWS: `${SESSION.arn}2` }, [false, false, false, false, false]],
    ["the user", { AWS: USER.arn }, [false, false, "direct", false, false]],
    [
      "the user in another case",
      { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` },
      [false, false, false, false, false],
    ],
    ["the role's unique id", { AWS: "AROAEXAMPLEEXAMPLE123" }, [false, "role", false, false, false]],
    ["the user's unique id", { AWS: "AIDAEXAMPLEEXAMPLE123" }, [false, false, "direct", false, false]],
    ["the service", { Service: "apigateway.amazonaws.com" }, [false, false, false, false, "direct"]],
    ["another service", { Service: "lambda.amazonaws.com" }, [false, false, false, false, false]],
    ["federated", { Federated: "cognito-identity.amazonaws.com" }, [false, false, false, false, false]],
    ["someone's account: doubt", { CanonicalUser: "79a5" }, [false, undefined, undefined, undefined, false]],
    [
      "role and account: the closer",
      { AWS: [ACCOUNT, SESSION.roleArn] },
      [false, "role", "account", "direct", false],
    ],
    [
      "several types",
      { AWS: OTHER_ACCOUNT, Service: ["lambda.amazonaws.com", "apigateway.amazonaws.com"] },
      [false, false, false, false, "direct"],
    ],
  ])("%s", (_name, element, expected) => {
    expect(CALLERS.map((caller) => naming(element, caller))).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /came nothing/],
    ["an account as a string", ACCOUNT, /came "123456789012"/],
    ["a list", ["*"], /came a list/],
    ["an empty object", {}, /came an object/],
    ["an empty list", { AWS: [] }, /came an empty list/],
    ["an unknown type", { Aws: "*" }, /came "Aws"/],
    ["a number", { AWS: 123456789012 }, /came 123456789012/],
    ["a wildcard in a role", { AWS: `arn:aws:iam::${ACCOUNT}:role/*` }, /no other wildcard/],
    [
      "a wildcard in a session",
      { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/*` },
      /no other wildcard/,
    ],
    ["a wildcard account", { AWS: "arn:aws:iam::*:root" }, /no other wildcard/],
    ["a group", { AWS: `arn:aws:iam::${ACCOUNT}:group/admins` }, /account \(root\), user, role/],
    ["a role without name", { AWS: `arn:aws:iam::${ACCOUNT}:role/` }, /account \(root\), user, role/],
    ["a session without name", { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/reader` }, /role session/],
    ["eleven digits", { AWS: "12345678901" }, /an account id/],
    ["a name", { AWS: "bob" }, /an account id/],
    ["every service", { Service: "*" }, /without wildcards/],
    ["no service", { Service: "" }, /without wildcards/],
  ])("refused: %s", (_name, element, message) => {
    expect(() => readPrincipals(element, "Principal")).toThrow(message);
  });
});

describe("NotPrincipal with Deny (AWS JSON policy elements: NotPrincipal [D])", () => {
  const spares = (element: unknown, caller: RequestPrincipal) =>
    sparesCaller(readPrincipals(element, "NotPrincipal"), caller);

  test.each<[string, unknown, RequestPrincipal, boolean]>([
    ["a user with its account", { AWS: [USER.arn, ACCOUNT_ROOT] }, USER, true],
    ["a user without its account", { AWS: USER.arn }, USER, false],
    ["an account spares its root alone", { AWS: ACCOUNT }, ROOT, true],
    ["not its users", { AWS: ACCOUNT }, USER, false],
    ["not its sessions", { AWS: ACCOUNT }, SESSION, false],
    ["a session with role and account", { AWS: [SESSION.arn, SESSION.roleArn, ACCOUNT] }, SESSION, true],
    ["a session without its role", { AWS: [SESSION.arn, ACCOUNT] }, SESSION, false],
    ["a session of which only the role is named", { AWS: [SESSION.roleArn, ACCOUNT] }, SESSION, false],
    ["a session without its account", { AWS: [SESSION.arn, SESSION.roleArn] }, SESSION, false],
    ["a session with a permissions boundary", "*", { ...SESSION, bounded: true }, false],
    ["everyone", "*", ANONYMOUS, true],
    ["everyone but services", { AWS: "*" }, ANONYMOUS, true],
    ["everyone but services", { AWS: "*" }, SERVICE, false],
    ["a service", { Service: "apigateway.amazonaws.com" }, SERVICE, true],
    ["an anonymous caller", { AWS: [USER.arn, ACCOUNT] }, ANONYMOUS, false],
    ["someone's account", { CanonicalUser: "79a5" }, SESSION, false],
  ])("%s", (_name, element, caller, expected) => {
    expect(spares(element, caller)).toBe(expected);
  });
});
