import { createHash } from "node:crypto";
import { numberText } from "../number.ts";
import type { Compute, ComputeContext, ComputedAttributes } from "./context.ts";
import { CREATED, DIGITS, HEX, regionalArn } from "./context.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";

function uuid(resource: ComputeContext): string {
  const hex = resource.letters("uuid", 32, HEX);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function named(service: string, prefix: string, attribute = "name"): ComputedAttributes {
  const arn: Compute = (resource) => regionalArn(service, prefix + resource.text(attribute), resource);
  return { arn, id: (resource) => resource.text(attribute) };
}

function ec2(prefix: string, kind: string): ComputedAttributes {
  const id: Compute = (resource) => prefix + resource.letters("id", 17, HEX);
  return { id, arn: (resource) => regionalArn("ec2", `${kind}/${resource.text("id")}`, resource) };
}

/** `random_string` and `random_password`: the kinds of characters that are not switched off. */
function randomText(letters: "letters" | "secretLetters"): Compute {
  return (resource) => {
    const special = String(resource.value("override_special") ?? "!@#$%&*()-_=+[]{}<>:?");
    const kinds = { lower: LOWER, upper: LOWER.toUpperCase(), numeric: DIGITS, special };
    const alphabet = Object.entries(kinds).flatMap(([kind, all]) =>
      resource.value(kind) === false ? [] : [all],
    );
    const length = Number(resource.value("length"));
    const isLength = length > 0 && length <= 4096 && alphabet.length > 0;
    return isLength ? resource[letters]("result", length, alphabet.join("")) : undefined;
  };
}

function randomBytes(resource: ComputeContext): Buffer | undefined {
  const length = Number(resource.value("byte_length"));
  return length > 0 && length <= 1024
    ? Buffer.from(resource.letters("id", length * 2, HEX), "hex")
    : undefined;
}

function prefixed(resource: ComputeContext, text: string | undefined): string | undefined {
  return text === undefined ? undefined : String(resource.value("prefix") ?? "") + text;
}

const petWords = [
  "able",
  "bold",
  "calm",
  "deep",
  "fair",
  "glad",
  "keen",
  "mild",
  "neat",
  "wise",
  "crane",
  "finch",
  "heron",
  "otter",
];

function pet(resource: ComputeContext): string | undefined {
  const words = Number(resource.value("length") ?? 2);
  if (!(words > 0 && words <= 100)) return undefined;
  const digest = createHash("sha256")
    .update(resource.letters("id", 32, HEX))
    .digest();
  const chosen = Array.from({ length: words }, (_, index) => petWords[digest[index % 32]! % petWords.length]);
  const prefix = resource.value("prefix");
  return [...(typeof prefix === "string" ? [prefix] : []), ...chosen].join(
    String(resource.value("separator") ?? "-"),
  );
}

function randomInteger(resource: ComputeContext): number {
  const [min, max] = [Number(resource.value("min")), Number(resource.value("max"))];
  return min + (Number.parseInt(resource.letters("result", 12, HEX), 16) % (max - min + 1));
}

/** The computed attributes of what often stands beside an API, and of the providers that only make values. */
export const otherComputed: Readonly<Record<string, ComputedAttributes>> = {
  aws_dynamodb_table: named("dynamodb", "table/"),
  aws_iam_openid_connect_provider: {
    arn: (provider) => {
      const issuer = provider.text("url").replace(/^https:\/\//, "");
      return `arn:${provider.partition}:iam::${provider.accountId}:oidc-provider/${issuer}`;
    },
    id: (provider) => provider.text("arn"),
  },
  aws_kms_key: {
    arn: (key) => regionalArn("kms", `key/${key.text("key_id")}`, key),
    id: (key) => key.text("key_id"),
    key_id: uuid,
  },
  aws_s3_bucket: {
    arn: (bucket) => `arn:${bucket.partition}:s3:::${bucket.text("bucket")}`,
    bucket: (bucket) => {
      const prefix = bucket.has("bucket_prefix") ? bucket.text("bucket_prefix") : "terraform-";
      return prefix + bucket.letters("name", 26, DIGITS);
    },
    bucket_domain_name: (bucket) => `${bucket.text("bucket")}.s3.${bucket.dnsSuffix}`,
    bucket_regional_domain_name: (bucket) =>
      `${bucket.text("bucket")}.s3.${bucket.region}.${bucket.dnsSuffix}`,
    id: (bucket) => bucket.text("bucket"),
    region: (bucket) => bucket.region,
  },
  aws_security_group: ec2("sg-", "security-group"),
  aws_sns_topic: {
    arn: (topic) => regionalArn("sns", topic.text("name"), topic),
    id: (topic) => topic.text("arn"),
  },
  aws_sqs_queue: {
    arn: (queue) => regionalArn("sqs", queue.text("name"), queue),
    id: (queue) => `https://sqs.${queue.region}.${queue.dnsSuffix}/${queue.accountId}/${queue.text("name")}`,
    url: (queue) => queue.text("id"),
  },
  aws_ssm_parameter: {
    arn: (parameter) =>
      regionalArn("ssm", `parameter/${parameter.text("name").replace(/^\//, "")}`, parameter),
    id: (parameter) => parameter.text("name"),
  },
  aws_subnet: ec2("subnet-", "subnet"),
  aws_vpc: ec2("vpc-", "vpc"),
  aws_vpc_endpoint: ec2("vpce-", "vpc-endpoint"),
  null_resource: { id: (resource) => resource.letters("id", 19, DIGITS).replace(/^0/, "1") },
  random_id: {
    b64_std: (resource) => prefixed(resource, randomBytes(resource)?.toString("base64")),
    b64_url: (resource) => prefixed(resource, randomBytes(resource)?.toString("base64url")),
    dec: (resource) => prefixed(resource, decimal(randomBytes(resource))),
    hex: (resource) => prefixed(resource, randomBytes(resource)?.toString("hex")),
    id: (resource) => randomBytes(resource)?.toString("base64url"),
  },
  random_integer: { id: (resource) => numberText(randomInteger(resource)), result: randomInteger },
  random_password: { id: () => "none", result: randomText("secretLetters") },
  random_pet: { id: pet },
  random_string: { id: (resource) => resource.value("result"), result: randomText("letters") },
  random_uuid: { id: uuid, result: uuid },
  terraform_data: {
    id: uuid,
    output: (resource) => resource.value("input"),
  },
  time_static: {
    id: () => CREATED,
    rfc3339: () => CREATED,
    unix: () => Date.parse(CREATED) / 1000,
  },
};

function decimal(bytes: Buffer | undefined): string | undefined {
  return bytes && BigInt(`0x${bytes.toString("hex")}`).toString();
}
