import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";

/**
 * Takes a token of the method's throttle. Where throttling stands among AWS's checks was not found (aws-behaviour E):
 * here it comes after authorization, so that nobody who is kept out uses up what others have.
 */
export function throttle(exchange: Exchange): GatewayError | undefined {
  const limit = exchange.method?.throttle;
  if (limit === undefined || limit.take(exchange.receivedAt)) return undefined;
  const why = `more than ${limit.rate} requests a second with a burst of ${limit.burst}`;
  return exchange.stop(
    "throttle",
    gatewayError("THROTTLED", { why, address: limit.address, attribute: "settings" }),
  );
}
