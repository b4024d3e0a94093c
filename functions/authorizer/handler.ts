import type { RouteTable } from "../../routes/table.ts";
import { createAuthorizer } from "./authorizer.ts";
import { readConfiguration } from "./config.ts";

/** The API's routes, put here when the function is bundled (stacks/bundle/functions.ts). */
declare const ROUTE_TABLE: RouteTable;

/** What Lambda calls. Without a configuration to verify tokens with, the function does not even start. */
export const handler = createAuthorizer(readConfiguration(process.env), ROUTE_TABLE);
