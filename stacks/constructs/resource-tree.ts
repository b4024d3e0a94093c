import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { Construct } from "constructs";
import { segmentsOf } from "../context/check-routes.ts";

/** The API's resources, one a path segment, made as they are asked for. */
export class ResourceTree {
  readonly #scope: Construct;
  readonly #api: ApiGatewayRestApi;
  readonly #resources = new Map<string, ApiGatewayResource>();

  constructor(scope: Construct, api: ApiGatewayRestApi) {
    this.#scope = scope;
    this.#api = api;
  }

  /** The id of the resource at a declared path such as `/items/{id}`, for `resource_id`. */
  idOf(path: string): string {
    const segments = segmentsOf(path);
    return segments.length === 0 ? this.#api.rootResourceId : this.#at(segments).id;
  }

  #at(segments: readonly string[]): ApiGatewayResource {
    const path = `/${segments.join("/")}`;
    const known = this.#resources.get(path);
    if (known) return known;
    const parents = segments.slice(0, -1);
    const resource = new ApiGatewayResource(this.#scope, `resource ${path}`, {
      restApiId: this.#api.id,
      parentId: parents.length === 0 ? this.#api.rootResourceId : this.#at(parents).id,
      pathPart: segments.at(-1) as string,
    });
    this.#resources.set(path, resource);
    return resource;
  }
}
