import { isLoopbackHost } from "./host.ts";
import { type Handler, type HttpAnswer, type HttpRequest, jsonAnswer } from "./message.ts";

/** A request to a REST API: `path` is what follows the API's id, so it begins with the stage. */
export interface ApiRequest extends HttpRequest {
  readonly apiId: string;
}

/** The services of the lab by where they are mounted. Each is given the path below its mount. */
export interface Services {
  /** `/execute-api/<apiId>/<stage>/…`: the gateway. */
  readonly executeApi: (request: ApiRequest) => HttpAnswer | Promise<HttpAnswer>;
  /** `/sts`. */
  readonly sts: Handler;
  /** `/cognito-idp/<poolId>/.well-known/…`: the issuers of the user pools. */
  readonly cognitoIdp: Handler;
  /** `/auth/<domain>/oauth2/token`: the domains of the user pools. */
  readonly auth: Handler;
  /** `/idp/…`: the outside identity provider. */
  readonly idp: Handler;
  /** `/_lab/…`: decisions, the clock, permissions. */
  readonly control: Handler;
}

/** What lives where, for whoever asked for something else. */
const PLACES =
  "/execute-api/<api id>/<stage>/<path>, /sts, /cognito-idp/<user pool id>/.well-known/jwks.json, " +
  "/auth/<domain>/oauth2/token, /idp/oauth2/token, /_lab/decisions/<request id>";

const EXECUTE_API = "/execute-api/";

/**
 * Maps the paths of the lab to its services. Paths stay raw: `..`, `//` and percent-encodings reach a service as
 * they came, so none of them leads from one service to another.
 */
export function createRouter(services: Services): Handler {
  const mounts = new Map<string, Handler>([
    ["sts", services.sts],
    ["cognito-idp", services.cognitoIdp],
    ["auth", services.auth],
    ["idp", services.idp],
    ["_lab", services.control],
  ]);
  let lastHost = "127.0.0.1";
  return (request) => {
    const { method, wirePath, query, headers, body, sourceIp, host, httpVersion } = request;
    // One client names one host: mostly there is nothing new to look at.
    if (host !== lastHost && !isLoopbackHost(host)) {
      // 421 Misdirected Request (RFC 9110 15.5.20).
      return jsonAnswer(421, { message: "The lab answers requests to 127.0.0.1 and localhost alone" });
    }
    lastHost = host;
    if (wirePath.startsWith(EXECUTE_API)) {
      const end = wirePath.indexOf("/", EXECUTE_API.length);
      const apiId = wirePath.slice(EXECUTE_API.length, end < 0 ? undefined : end);
      const path = end < 0 ? "/" : wirePath.slice(end);
      // Member by member: that is several times faster than a spread, on the way of every request.
      return services.executeApi({
        apiId,
        method,
        path,
        wirePath,
        query,
        headers,
        body,
        sourceIp,
        host,
        httpVersion,
      });
    }
    const end = wirePath.indexOf("/", 1);
    const service = mounts.get(wirePath.slice(1, end < 0 ? undefined : end));
    if (service === undefined) {
      return jsonAnswer(404, { message: `Nothing of the lab is here. What lives where: ${PLACES}` });
    }
    return service({ ...request, path: end < 0 ? "/" : wirePath.slice(end) });
  };
}
