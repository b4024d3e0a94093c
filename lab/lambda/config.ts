/** URLs that lead elsewhere: the one itself and everything below it. */
export interface Redirect {
  /** A public URL. */
  readonly from: string;
  /** What answers for it on this machine. */
  readonly to: string;
}

/** One Lambda function as its Terraform resource configures it. */
export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  /** Absolute path of the deployment package. */
  readonly zip: string;
  /** `<path>/<module>.<export>`, e.g. `index.handler` or `dist/app.api.handler`. */
  readonly handler: string;
  /** A `nodejs*` identifier. */
  readonly runtime: string;
  /** Seconds that one invocation may take. */
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The function's own environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly accountId: string;
  /** Terraform address, for messages. */
  readonly address: string;
  /** @default - `/aws/lambda/<name>` */
  readonly logGroup?: string;
  /** Where the function's own requests lead instead. @default - where they say */
  readonly redirects?: readonly Redirect[];
}

/** How many environments and waiting invocations a function may have, and how long things may take. */
export interface LambdaLimits {
  /** Execution environments of one function at a time; further invocations wait. */
  readonly environments: number;
  /** Invocations of one function that may wait; one more is throttled. */
  readonly queue: number;
  /** Milliseconds an invocation may wait for an environment before it is throttled. */
  readonly queueTimeoutMs: number;
  /** Milliseconds that loading a handler may take (10 s in Lambda). */
  readonly initTimeoutMs: number;
}

/** Four environments keep two cores busy; the queue holds what thousands of concurrent requests bring. */
export const DEFAULT_LIMITS: LambdaLimits = {
  environments: 4,
  queue: 10_000,
  queueTimeoutMs: 10_000,
  initTimeoutMs: 10_000,
};

/** Largest event of a synchronous invocation, in bytes, as Lambda's refusal states it. */
export const MAX_EVENT_BYTES = 6_291_456;
