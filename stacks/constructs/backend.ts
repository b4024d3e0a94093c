import type { Construct } from "constructs";
import { bundleBackend } from "../bundle/functions.ts";
import type { ApiContext } from "../context/schema.ts";
import type { Names } from "../names.ts";
import { NodeFunction } from "./node-function.ts";

export interface BackendProps {
  readonly context: ApiContext;
  readonly names: Names;
  /** The deploying account. */
  readonly accountId: string;
}

/** The function behind every API. It serves whatever method authorized the caller, and knows none of them by configuration. */
export class Backend extends NodeFunction {
  constructor(scope: Construct, { context, names, accountId }: BackendProps) {
    super(scope, "backend-function", {
      region: context.region,
      accountId,
      functionName: names.backend,
      roleName: names.role("backend"),
      description: "Answers the routes of the API and tells who is calling",
      bundle: bundleBackend(),
      timeout: 5,
      memorySize: 128,
      retentionDays: context.logs.retentionDays,
      environment: context.cors ? { ALLOWED_ORIGINS: context.cors.allowOrigin } : {},
    });
  }
}
