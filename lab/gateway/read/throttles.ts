import type { Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";
import { ThrottleLimit } from "../throttle.ts";

/** What an account may have, where only one of rate and burst is set (AWS: account-level throttling). */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5000;

/** The root's settings are those of `/GET`, any other resource's of `tests/GET`. */
function withoutLeadingSlash(path: string): string {
  return path.replace(/^\/+/, "");
}

/** What `aws_api_gateway_method_settings` says of one stage's throttling. */
interface Setting {
  readonly address: string;
  /** `*` + `/` + `*`, or a path without its leading slash and a verb. */
  readonly methodPath: string;
  readonly rate: number;
  readonly burst: number;
}

/** The throttling of a stage's methods; a negative number, the provider's default, sets no limit. */
export class StageThrottles {
  readonly #settings: readonly Setting[];

  /** @param resources the method settings of the API. */
  constructor(resources: readonly Resource[], stageName: string, problems: Problems) {
    this.#settings = resources.flatMap((resource) => {
      const setting = problems.attempt(() =>
        resource.string("stage_name") === stageName ? readSetting(resource) : undefined,
      );
      return setting === undefined ? [] : [setting];
    });
  }

  /** A method's own limit: of its own settings, else of `*` + `/` + `*`. Each method has its own bucket. */
  limitOf(resourcePath: string, httpMethod: string): ThrottleLimit | undefined {
    const own = withoutLeadingSlash(`${resourcePath}/${httpMethod}`);
    const setting =
      this.#settings.find(({ methodPath, rate, burst }) => methodPath === own && (rate >= 0 || burst >= 0)) ??
      this.#settings.find(({ methodPath }) => methodPath === "*/*");
    if (setting === undefined || (setting.rate < 0 && setting.burst < 0)) return undefined;
    return new ThrottleLimit(
      setting.rate < 0 ? ACCOUNT_RATE : setting.rate,
      setting.burst < 0 ? ACCOUNT_BURST : setting.burst,
      setting.address,
    );
  }
}

function readSetting(resource: Resource): Setting {
  const [settings] = resource.blocks("settings");
  return {
    address: resource.address,
    // A path is written with its slashes, or with AWS's own `~1` for them.
    methodPath: withoutLeadingSlash(resource.string("method_path").replaceAll("~1", "/")),
    rate: settings?.number("throttling_rate_limit", -1) ?? -1,
    burst: settings?.number("throttling_burst_limit", -1) ?? -1,
  };
}
