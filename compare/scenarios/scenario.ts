import type { Forgery } from "../client/forge.ts";
import type { ByMethod, Caller, Method } from "../method.ts";

/** One thing to show, and what each method must make of it. */
export interface Scenario {
  /** Stable: `--only`, report.json and people name it. At most 19 characters, so that tables fit. */
  readonly id: string;
  /** One sentence: what a reader learns from it. */
  readonly teaches: string;
  readonly plans: ByMethod<Plan>;
}

/** What is done with one method, step by step; or why the method has no such thing. */
export type Plan = { readonly steps: readonly Step[] } | { readonly inexpressible: string };

/** One step. */
export type Step = Send | Repeat | AskToken | Advance | RemovePermission | InspectLogs;

/** Sends a request to the API with a credential. */
export interface Send {
  readonly do: "send";
  readonly request: RequestSpec;
  readonly credential: Credential;
  /** Comes from the address that the deployment denies. */
  readonly from?: "denied-address";
  readonly expect: Expected;
  /** What this step shows, where the scenario has several. */
  readonly shows?: string;
}

/** Sends the last request again, byte for byte, over a connection of its own: what an eavesdropper can do. */
export interface Repeat {
  readonly do: "repeat";
  readonly expect: Expected;
  readonly shows?: string;
}

/** Asks the token endpoint as a client; a client that is not known, or a secret that is not the client's. */
export interface AskToken {
  readonly do: "ask-token";
  readonly caller: Caller;
  readonly wrong: "client" | "secret";
  readonly expect: Expected;
  readonly shows?: string;
}

/** Moves the target's clock on: by seconds, or to some seconds before (negative) or after the caller's token expires. */
export interface Advance {
  readonly do: "advance";
  readonly seconds?: number;
  readonly toExpiryOf?: Caller;
}

/** Takes a permission from a caller in the target; the runner gives it back when the scenario ends. */
export interface RemovePermission {
  readonly do: "remove-permission";
  readonly caller: Caller;
  readonly permission: string;
}

/** Looks for credentials in the target's logs. */
export interface InspectLogs {
  readonly do: "inspect-logs";
}

/** A request below the stage's URL. */
export interface RequestSpec {
  readonly verb: string;
  /** Sent as written. */
  readonly path: string;
  /** Without `?`. */
  readonly query?: string;
  readonly body?: string;
}

/** What a request carries to say who sends it. */
export type Credential = None | Literal | Signature | Bearer | Foreign;

/** Nothing. */
export interface None {
  readonly kind: "none";
}

/** An Authorization header as written. */
export interface Literal {
  readonly kind: "literal";
  readonly authorization: string;
  /** With an `X-Amz-Date` of now beside it. */
  readonly dated?: boolean;
}

/** A SigV4 signature by a session of the caller's role, with something about it changed. */
export interface Signature {
  readonly kind: "signature";
  readonly caller: Caller;
  /** What was signed, where it is not what is sent. */
  readonly signed?: RequestSpec;
  /** Region of the credential scope, where it is not the API's. */
  readonly region?: string;
  /** Service of the credential scope, where it is not `execute-api`. */
  readonly service?: string;
  /** How many seconds ago it was signed; negative for the future. */
  readonly age?: number;
  readonly wrong?: "access key" | "secret key" | "session token" | "signature";
  readonly presigned?: boolean;
}

/** The caller's access token of this method, or one made from it by hand. */
export interface Bearer {
  readonly kind: "bearer";
  readonly caller: Caller;
  readonly forgery?: Forgery;
  /** Claims edited to this permission (see `fill`), signature left as it was. */
  readonly edited?: string;
  /** In the query string instead of the Authorization header. */
  readonly inQuery?: boolean;
  /** A new one from the token endpoint, however long the last one is good for. */
  readonly fresh?: boolean;
}

/** A good credential of something else: another method, or the same method in another stack. */
export interface Foreign {
  readonly kind: "foreign";
  readonly of: Method | "other stack";
  readonly caller: Caller;
}

/** The answer that a request must get. */
export interface Expected {
  readonly status: number;
  /** The `x-amzn-ErrorType` header, where AWS's is known; `null`: there must be none. */
  readonly errorType?: string | null;
  /** The body, exactly. `{hash}` stands for the base64 of the SHA-256 of the Authorization header. */
  readonly body?: string;
  /** A regular expression that the body matches. `{caller}` stands for the role session's name or the client's id. */
  readonly bodyMatches?: string;
  /** Where this is known from: section and grade in the facts about AWS, or the project's own contract. */
  readonly source: string;
}
