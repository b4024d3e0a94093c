import type { Method } from "../method.ts";
import type { Bearer, Credential, Foreign, RequestSpec, Signature } from "../scenarios/scenario.ts";
import type { RoleAccess, Target } from "../target/target.ts";
import { NotHere } from "./errors.ts";
import type { Witness } from "./exchange.ts";
import { editClaims, forge, type SigningKeys } from "./forge.ts";
import type { Mask } from "./mask.ts";
import type { WireRequest } from "./message.ts";
import { type AwsCredentials, alterSignature, sign } from "./sign.ts";
import type { TargetTime } from "./time.ts";
import type { Wallet } from "./wallet.ts";

/** What requests are composed from. */
export interface Desk {
  readonly target: Target;
  /** Every target of the run: a foreign credential is another one's. */
  readonly targets: readonly Target[];
  readonly wallet: Wallet;
  readonly time: TargetTime;
  readonly mask: Mask;
  /** The issuers' private keys of this method, if the target gave them away. */
  readonly keys: (method: Method) => SigningKeys;
  readonly witness?: Witness;
}

/**
 * A request with its credential, ready for the wire.
 *
 * @throws CredentialError when the credential was refused, NotHere when the target lacks what it takes to make it
 */
export async function compose(desk: Desk, spec: RequestSpec, credential: Credential): Promise<WireRequest> {
  const { target } = desk;
  switch (credential.kind) {
    case "none":
      return bare(target, spec);
    case "literal": {
      const wire = withAuthorization(bare(target, spec), credential.authorization);
      return credential.dated
        ? { ...wire, headers: [...wire.headers, ["X-Amz-Date", amzDate(desk.time.now())]] }
        : wire;
    }
    case "signature":
      return signed(desk, target, roleOf(target), spec, credential);
    case "bearer":
      return withToken(bare(target, spec), await makeToken(desk, target, credential), credential.inQuery);
    case "foreign":
      return foreign(desk, spec, credential);
  }
}

/** The request without a credential. */
export function bare(target: Target, spec: RequestSpec): WireRequest {
  const { origin, host, pathname } = new URL(target.apiUrl);
  const headers: [string, string][] = [["Host", host]];
  if (spec.body !== undefined) headers.push(["Content-Type", "application/json"]);
  const query = spec.query === undefined ? "" : `?${spec.query}`;
  return {
    origin,
    verb: spec.verb,
    target: pathname.replace(/\/$/, "") + spec.path + query,
    headers,
    body: spec.body,
  };
}

function withAuthorization(wire: WireRequest, value: string): WireRequest {
  return { ...wire, headers: [...wire.headers, ["Authorization", value]] };
}

function withToken(wire: WireRequest, token: string, inQuery = false): WireRequest {
  if (!inQuery) return withAuthorization(wire, `Bearer ${token}`);
  return { ...wire, target: `${wire.target}${wire.target.includes("?") ? "&" : "?"}access_token=${token}` };
}

async function signed(
  desk: Desk,
  target: Target,
  access: RoleAccess,
  spec: RequestSpec,
  how: Signature,
): Promise<WireRequest> {
  const session = await desk.wallet.session(target, access, how.caller, desk.witness);
  const region = how.region === access.region ? "us-west-2" : (how.region ?? access.region);
  const wire = await sign(bare(desk.target, how.signed ?? spec), {
    credentials: wrongly(session, how.wrong),
    region,
    service: how.service,
    date: new Date(desk.time.now() - (how.age ?? 0) * 1000),
    presigned: how.presigned,
  });
  const altered = how.wrong === "signature" ? alterSignature(wire) : wire;
  if (how.signed === undefined) return altered;
  const { verb, target: path, body } = bare(desk.target, spec);
  return { ...altered, verb, target: path, body };
}

function wrongly(session: AwsCredentials, wrong: Signature["wrong"]): AwsCredentials {
  switch (wrong) {
    case "access key":
      return { ...session, accessKeyId: `ASIA${"Q".repeat(16)}` };
    case "secret key":
      return { ...session, secretAccessKey: [...session.secretAccessKey].reverse().join("") };
    case "session token":
      return { ...session, sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE" };
    default:
      return session;
  }
}

async function makeToken(desk: Desk, target: Target, how: Bearer): Promise<string> {
  const { access } = target;
  if (access.kind !== "token") throw new TypeError(`${target.method} has no tokens`);
  const real = await desk.wallet.token(target, access, how.caller, {
    fresh: how.fresh,
    witness: desk.witness,
  });
  let made = real;
  if (how.edited !== undefined || how.forgery !== undefined) {
    if (real.split(".").length !== 3)
      throw new NotHere("the issuer's tokens are opaque: there is nothing to edit");
    if (how.edited !== undefined) made = editClaims(real, how.edited);
    if (how.forgery !== undefined) {
      const { id } = access.client(how.caller);
      made = await forge(real, how.forgery, desk.keys(target.method), desk.time.now(), id);
    }
    desk.mask.add(made, `${how.caller} token, changed`);
  }
  return made;
}

async function foreign(desk: Desk, spec: RequestSpec, how: Foreign): Promise<WireRequest> {
  const other = otherTarget(desk, how.of);
  if (!other) {
    throw new NotHere(
      how.of === "other stack"
        ? `it needs a second stack with ${desk.target.method}, and the outputs file has one`
        : `it needs a credential of ${how.of}, which the outputs file does not describe`,
    );
  }
  const { caller } = how;
  if (other.access.kind === "role") {
    return signed(desk, other, other.access, spec, { kind: "signature", caller });
  }
  const token = await desk.wallet.token(other, other.access, caller, { witness: desk.witness });
  return withToken(bare(desk.target, spec), token);
}

/** Another method is looked for in the same stack first: only the method differs then. */
function otherTarget({ target, targets }: Desk, of: Foreign["of"]): Target | undefined {
  if (of === "other stack") {
    return targets.find(({ method, stack }) => method === target.method && stack !== target.stack);
  }
  const others = targets.filter(({ method }) => method === of);
  return others.find(({ stack }) => stack === target.stack) ?? others[0];
}

/** ISO 8601 without punctuation: `20261122T120000Z`. */
function amzDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function roleOf(target: Target): RoleAccess {
  if (target.access.kind !== "role") throw new TypeError(`${target.method} has no roles`);
  return target.access;
}
