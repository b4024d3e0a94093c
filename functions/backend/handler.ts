import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { callerOf } from "./caller.ts";
import { corsHeaders } from "./cors.ts";

/**
 * Answers every route of the API, whatever method protects it: `{"code":"00000","message":"success"}`, and on `/whoami`
 * the caller beside it. Routes are declared in `cdktf.json` alone: which of them exist is API Gateway's business.
 *
 * A request that API Gateway authenticated nobody for comes from a method that was left open. It is refused on every
 * route with 500 and logged, as the mistake in the deployment that it is: neither success nor an invented caller.
 */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const caller = callerOf(event.requestContext);
  if (!caller) {
    const { requestId, resourcePath, httpMethod } = event.requestContext;
    console.error(
      JSON.stringify({
        level: "ERROR",
        error: "NoCaller",
        requestId,
        route: `${httpMethod} ${resourcePath}`,
      }),
    );
    return answer(event, 500, { code: "50000", message: "the method has no authorization" });
  }
  const success = { code: "00000", message: "success" };
  return answer(event, 200, event.resource === "/whoami" ? { ...success, caller } : success);
}

const answer = (event: APIGatewayProxyEvent, statusCode: number, body: object): APIGatewayProxyResult => ({
  statusCode,
  headers: { "content-type": "application/json", ...corsHeaders(event.headers, process.env.ALLOWED_ORIGINS) },
  body: JSON.stringify(body),
});
