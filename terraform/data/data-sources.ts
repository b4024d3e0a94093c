import type { Compute } from "../computed/context.ts";
import { ExpressionError } from "../expression/error.ts";
import type { Value } from "../value.ts";
import { policyDocument } from "./policy-document.ts";
import { policyDocumentJson } from "./policy-json.ts";

/** What data sources tell about where and as whom the stack is deployed. */
export interface DataSourceOptions {
  readonly callerArn: string;
  /** The outputs of another stack; `undefined` if there is no such stack. */
  outputsOf(stack: string): Value | undefined;
}

/** CDKTF's name for what one stack reads of another. */
const crossStackName = /^data\.terraform_remote_state\.cross-stack-reference-input-(.+)$/;

function regionOf(resource: Parameters<Compute>[0]): string {
  return resource.has("name") ? resource.text("name") : resource.region;
}

const fixed: Readonly<Record<string, Readonly<Record<string, Compute>>>> = {
  aws_iam_policy_document: {
    id: (document) => String(checksum(policyDocumentJson(policyDocument(document), 2))),
    json: (document) => policyDocumentJson(policyDocument(document), 2),
    minified_json: (document) => policyDocumentJson(policyDocument(document), 0),
  },
  aws_partition: {
    dns_suffix: ({ dnsSuffix }) => dnsSuffix,
    id: ({ partition }) => partition,
    partition: ({ partition }) => partition,
    reverse_dns_prefix: ({ dnsSuffix }) => dnsSuffix.split(".").reverse().join("."),
  },
  aws_region: {
    endpoint: (region) => `ec2.${regionOf(region)}.${region.dnsSuffix}`,
    id: regionOf,
    name: regionOf,
  },
  aws_service_principal: {
    id: (service) =>
      `${service.text("service_name")}.${service.value("region") ?? service.region}.amazonaws.com`,
    name: (service) => `${service.text("service_name")}.amazonaws.com`,
    region: ({ region }) => region,
    suffix: () => "amazonaws.com",
  },
};

/** How the attributes of a data source that AWS or another stack gives are made; empty for a type that is not known here. */
export function dataSourceAttributes(type: string, options: DataSourceOptions): ReadonlyMap<string, Compute> {
  if (type === "aws_caller_identity") return new Map(Object.entries(callerIdentity(options.callerArn)));
  if (type === "terraform_remote_state") return new Map([["outputs", remoteState(options)]]);
  return new Map(Object.entries(fixed[type] ?? {}));
}

function callerIdentity(callerArn: string): Readonly<Record<string, Compute>> {
  return {
    account_id: ({ accountId }) => accountId,
    arn: () => callerArn,
    id: ({ accountId }) => accountId,
    user_id: (caller) => `AIDA${caller.letters("caller", 17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
  };
}

function remoteState(options: DataSourceOptions): Compute {
  return ({ address }) => {
    const stack = crossStackName.exec(address)?.[1];
    const outputs = stack === undefined ? undefined : options.outputsOf(stack);
    if (outputs === undefined) throw new ExpressionError("the state of another project is not read");
    return outputs;
  };
}

/** CRC-32, by which the AWS provider numbers documents. */
function checksum(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
