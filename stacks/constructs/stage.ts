import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import type { ApiContext, Throttle } from "../context/schema.ts";
import type { Method } from "../names.ts";
import { accessLogFormat } from "./access-log.ts";
import { deploymentHash, frozenIn } from "./redeploy.ts";

interface Props {
  readonly api: ApiGatewayRestApi;
  readonly method: Method;
  readonly context: ApiContext;
  readonly logGroupName: string;
  /** What must be set up in the account before a stage may log. */
  readonly loggingAccount: readonly ITerraformDependable[];
}

/** The deployed API: deployment, stage, access log, X-Ray and throttling. */
export class DeployedStage extends Construct {
  readonly stage: ApiGatewayStage;

  constructor(scope: Construct, id: string, { api, method, context, logGroupName, loggingAccount }: Props) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "access-log", {
      name: logGroupName,
      retentionInDays: context.logs.retentionDays,
    });
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: api.id,
      triggers: { configuration: Lazy.stringValue({ produce: () => deploymentHash(scope) }) },
      // A stage cannot lose the deployment that it points to.
      lifecycle: { createBeforeDestroy: true },
      dependsOn: frozenIn(scope),
    });
    this.stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: context.stage,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: logs.arn, format: accessLogFormat(method) },
      dependsOn: [...loggingAccount],
    });
    this.#throttle(api, "*/*", "settings", context.throttling);
    for (const route of context.routes) {
      if (!route.throttling) continue;
      // The root resource's path is written "~1" by API Gateway; every other one without its leading slash.
      const path = route.path === "/" ? "~1" : route.path.slice(1);
      this.#throttle(
        api,
        `${path}/${route.method}`,
        `settings ${route.method} ${route.path}`,
        route.throttling,
      );
    }
  }

  #throttle(
    api: ApiGatewayRestApi,
    methodPath: string,
    id: string,
    { rateLimit, burstLimit }: Throttle,
  ): void {
    new ApiGatewayMethodSettings(this, id, {
      restApiId: api.id,
      stageName: this.stage.stageName,
      methodPath,
      settings: { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit, metricsEnabled: true },
    });
  }
}
