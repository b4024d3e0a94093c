import { createHash } from "node:crypto";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AccountLogging } from "./constructs/account-logging.ts";
import { Backend } from "./constructs/backend.ts";
import type { ProtectedApiProps } from "./constructs/protected-api.ts";
import { requireAuthorization } from "./constructs/require-authorization.ts";
import type { ApiContext } from "./context/schema.ts";
import { METHODS, type Method, names, type StackName } from "./names.ts";

/** Older releases do not know `use_lockfile` or validations that refer to other variables. */
const TERRAFORM = ">= 1.10.0";

/** What the four stacks share: provider, state, readable addresses, and the check that no method is open. */
export abstract class ApiStack extends TerraformStack {
  /** Who deploys, and in which account. */
  protected readonly identity: DataAwsCallerIdentity;
  readonly #context: ApiContext;
  readonly #stackName: StackName;
  readonly #shared: Omit<ProtectedApiProps, "method">;
  #pathOf: Map<string, string> | undefined;

  constructor(scope: Construct, stackName: StackName, context: ApiContext) {
    super(scope, stackName);
    this.#context = context;
    this.#stackName = stackName;
    this.addOverride("terraform.required_version", TERRAFORM);
    new AwsProvider(this, "aws", {
      region: context.region,
      defaultTags: [
        { tags: { project: "api-gateway-auth-three-ways", stack: stackName, stage: context.stage } },
      ],
    });
    this.#keepState();
    requireAuthorization(this);
    const named = names(context, stackName);
    this.identity = new DataAwsCallerIdentity(this, "current");
    const { accountId } = this.identity;
    this.#shared = {
      context,
      names: named,
      accountId,
      backend: new Backend(this, { context, names: named, accountId }),
      backendSharedBy: stackName === "comparison" ? METHODS.length : 1,
      loggingAccount:
        context.logs.accountRole === "managed"
          ? new AccountLogging(this, { names: named, region: context.region }).ready
          : [],
    };
  }

  /**
   * CDKTF resolves every element here once more than it writes it, to find references from one stack to another.
   * Ours are deployed alone: there are none.
   */
  override prepareStack(): void {}

  /** What every API of this stack is made with: the one backend, names, and the account's logging. */
  protected shared(method: Method): ProtectedApiProps {
    return { ...this.#shared, method };
  }

  /**
   * A local state lies in the project's folder, outside `cdktf.out`, by a path relative to the stack's directory:
   * it outlives a clean synth, and no path of one machine is synthesized.
   */
  #keepState(): void {
    const s3 = this.#context.state?.s3;
    if (!s3) {
      new LocalBackend(this, { path: `../../../terraform.${this.#stackName}.tfstate` });
      return;
    }
    new S3Backend(this, {
      bucket: s3.bucket,
      key: `${s3.keyPrefix}/${this.#stackName}.tfstate`,
      region: s3.region ?? this.#context.region,
      encrypt: true,
      ...(s3.kmsKeyId ? { kmsKeyId: s3.kmsKeyId } : {}),
    });
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }

  /**
   * Terraform addresses that a reviewer can read: the construct's path, without CDKTF's hash.
   * Where two paths come out alike (`/items/id`, `/items/{id}`), the later one gets a short hash.
   */
  protected override allocateLogicalId(element: Parameters<TerraformStack["allocateLogicalId"]>[0]): string {
    const path = ("node" in element ? element.node : element).path;
    const name = path
      .split("/")
      .slice(1)
      .join("_")
      .toLowerCase()
      .replace(/(?:[^a-z0-9-]|--)+/g, "_")
      .replace(/^_+|_+$/g, "");
    this.#pathOf ??= new Map();
    const taken = this.#pathOf.get(name);
    if (taken === undefined || taken === path) {
      this.#pathOf.set(name, path);
      return name;
    }
    return `${name}_${createHash("sha256").update(path).digest("hex").slice(0, 6)}`;
  }
}
