import { performance } from "node:perf_hooks";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Environment } from "../target/env.ts";
import { isLoopback } from "../target/target.ts";
import { CredentialError } from "./errors.ts";
import type { Witness } from "./exchange.ts";
import { PAUSES, type Patience, type Pauses, PROPAGATION, retry } from "./retry.ts";
import type { AwsCredentials } from "./sign.ts";

/** What an STS session is asked for with. */
export interface RoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly region: string;
  /** At least 900 (AWS's minimum). */
  readonly durationSeconds: number;
  /** How far STS's clock is ahead of this machine's, in milliseconds. */
  readonly clockOffset: number;
}

/** Settings of a `Roles`. */
export interface RolesOptions {
  readonly environment: Environment;
  readonly pauses?: Pauses;
  /** @default - `PROPAGATION` at AWS, one try at a lab */
  readonly patience?: Patience;
}

/**
 * Assumes roles at STS, with the SDK's default credential chain; `AWS_ENDPOINT_URL_STS` moves it to a lab. A new
 * role is tried again until IAM knows it everywhere, but only at AWS.
 */
export class Roles {
  readonly #options: RolesOptions;
  readonly #endpoint: string | undefined;

  constructor(options: RolesOptions) {
    this.#options = options;
    this.#endpoint = options.environment.AWS_ENDPOINT_URL_STS ?? options.environment.AWS_ENDPOINT_URL;
  }

  /**
   * Makes sure that there is somebody to assume roles as.
   *
   * @throws CredentialError when the chain has no credentials
   */
  async identify(): Promise<void> {
    const credentials = this.#credentials();
    if (typeof credentials !== "function") return;
    try {
      await credentials();
    } catch (error) {
      throw noCredentials(error as Error);
    }
  }

  /**
   * Credentials of a session of the role.
   *
   * @throws CredentialError naming the role and what to allow, or that the chain has no credentials
   */
  async assume(request: RoleRequest, witness?: Witness, signal?: AbortSignal): Promise<AwsCredentials> {
    const local = this.#endpoint !== undefined && isLoopback(this.#endpoint);
    const patience = this.#options.patience ?? (local ? { ...PROPAGATION, attempts: 1 } : PROPAGATION);
    const started = performance.now();
    const result = await retry(
      () => this.#try(request, signal),
      (outcome) => outcome instanceof CredentialError && outcome.code === "AccessDenied",
      patience,
      this.#options.pauses ?? PAUSES,
      signal,
    );
    witness?.({
      with: "STS",
      request: `AssumeRole ${request.roleArn.split("/").pop()} as ${request.sessionName}, signed`,
      answer: result instanceof CredentialError ? result.code : "access key, secret key, session token",
      milliseconds: performance.now() - started,
    });
    if (result instanceof CredentialError) throw result;
    return result;
  }

  async #try(request: RoleRequest, signal?: AbortSignal): Promise<AwsCredentials | CredentialError> {
    // The SDK's warning about its own future versions would stand in the middle of the progress line.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    const client = new STSClient({
      region: request.region,
      endpoint: this.#endpoint,
      credentials: this.#credentials(),
      systemClockOffset: request.clockOffset,
    });
    try {
      const { Credentials: session } = await client.send(
        new AssumeRoleCommand({
          RoleArn: request.roleArn,
          RoleSessionName: request.sessionName,
          DurationSeconds: request.durationSeconds,
        }),
        { abortSignal: signal },
      );
      if (!session?.AccessKeyId || !session.SecretAccessKey || !session.SessionToken) {
        return new CredentialError("STS AssumeRole answered without credentials", "InvalidAnswer");
      }
      return {
        accessKeyId: session.AccessKeyId,
        secretAccessKey: session.SecretAccessKey,
        sessionToken: session.SessionToken,
      };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      return explain(error as Error, request);
    } finally {
      client.destroy();
    }
  }

  #credentials(): AwsCredentials | ReturnType<typeof defaultProvider> {
    const { environment } = this.#options;
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
    // A profile goes before keys in the environment, as it does in the chain.
    if (accessKeyId && secretAccessKey && !environment.AWS_PROFILE) {
      return { accessKeyId, secretAccessKey, sessionToken: environment.AWS_SESSION_TOKEN || undefined };
    }
    return defaultProvider(environment.AWS_PROFILE ? { profile: environment.AWS_PROFILE } : {});
  }
}

function explain(error: Error, { roleArn }: RoleRequest): CredentialError {
  const what = `STS AssumeRole of ${roleArn}`;
  switch (error.name) {
    case "CredentialsProviderError":
      return noCredentials(error);
    case "AccessDenied":
      return new CredentialError(
        `${what}: AccessDenied: your identity needs sts:AssumeRole on it, and its trust policy must name your account`,
        error.name,
        error,
      );
    default:
      return new CredentialError(`${what}: ${error.name}: ${error.message}`, error.name, error);
  }
}

function noCredentials(error: Error): CredentialError {
  return new CredentialError(
    "no AWS credentials found to assume the callers' roles with: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and " +
      `AWS_SECRET_ACCESS_KEY, or leave IAM out with --method (${error.message})`,
    error.name,
    error,
  );
}
