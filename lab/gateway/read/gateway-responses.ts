import type { Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import { RESPONSE_TYPES, type ResponseType } from "../errors.ts";
import {
  compileGatewayResponse,
  type GatewayResponse,
  GatewayResponses,
} from "../responses/gateway-responses.ts";
import { MappingError } from "../responses/mapping.ts";

/** The gateway responses of an API. */
export function readGatewayResponses(resources: readonly Resource[], problems: Problems): GatewayResponses {
  const byType = new Map<ResponseType, GatewayResponse>();
  for (const resource of resources) {
    problems.attempt(() => {
      const type = readType(resource);
      const twin = byType.get(type);
      if (twin !== undefined)
        throw new TerraformError(resource.address, "response_type", `${twin.address} is the same`);
      byType.set(type, readGatewayResponse(resource));
    });
  }
  return new GatewayResponses(byType);
}

function readType(resource: Resource): ResponseType {
  const type = resource.string("response_type");
  const known = RESPONSE_TYPES.find((candidate) => candidate === type);
  if (known === undefined)
    throw new TerraformError(resource.address, "response_type", `${type} is no response type`);
  return known;
}

function readGatewayResponse(resource: Resource): GatewayResponse {
  const status = resource.optionalString("status_code");
  if (status !== undefined && !/^[2-5]\d\d$/.test(status)) {
    throw new TerraformError(resource.address, "status_code", `${JSON.stringify(status)} is not a status`);
  }
  try {
    return compileGatewayResponse(
      resource.address,
      status === undefined ? undefined : Number(status),
      resource.map("response_parameters", {}),
      resource.map("response_templates", {}),
    );
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    throw new TerraformError(resource.address, "response_parameters", error.message);
  }
}
