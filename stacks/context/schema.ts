import { isIP } from "node:net";
import * as v from "valibot";

/** A pattern with the sentence that is printed as "allowed" when a value does not fit. */
const pattern = (expression: RegExp, allowed: string) => v.pipe(v.string(), v.regex(expression, allowed));

const whole = (least: number, most: number, unit: string) => {
  const allowed = `a whole number of ${unit} from ${least} to ${most}`;
  return v.pipe(v.number(), v.integer(allowed), v.minValue(least, allowed), v.maxValue(most, allowed));
};

/** Whether a text is an IPv4 or IPv6 address block with a prefix length that fits its family. */
export function isCidr(text: string): boolean {
  const [address = "", prefix = "", ...rest] = text.split("/");
  const family = isIP(address);
  return (
    rest.length === 0 &&
    family !== 0 &&
    /^\d{1,3}$/.test(prefix) &&
    Number(prefix) <= (family === 4 ? 32 : 128)
  );
}

const cidrs = v.optional(
  v.array(v.pipe(v.string(), v.check(isCidr, "an IPv4 or IPv6 CIDR block such as 203.0.113.0/24"))),
  [],
);

const throttle = v.strictObject({
  /** Steady requests a second. */
  rateLimit: v.pipe(v.number(), v.minValue(0, "requests a second, 0 or more")),
  /** Requests that may come at once. */
  burstLimit: whole(0, 5000, "requests (the account's burst bucket)"),
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html and limits-and-prices 2.1 */
const PATH = /^\/$|^(?:\/(?:[A-Za-z0-9_\-.,:]+|\{[A-Za-z0-9_\-.]+\+?\}))+$/;

/** The name of a permission is also that of the Cognito scope and of the token's scope. */
const permission = pattern(
  /^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/,
  'an OAuth scope name: 1 to 256 printable characters without space, ", / or \\',
);

const route = v.strictObject({
  method: v.picklist(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
  path: pattern(
    PATH,
    "a path such as /items/{id}: segments of A-Za-z0-9 _ - . , : or one whole {parameter}; no trailing slash",
  ),
  /** The permission that a caller needs. */
  permission,
  /** Replaces the stage's throttling for this route. */
  throttling: v.optional(throttle),
});

const resourcePolicy = v.strictObject({
  /** Other accounts (IAM method only), each with the permissions that it is given. */
  allowAccounts: v.optional(
    v.record(
      pattern(/^\d{12}$/, "a 12-digit AWS account id"),
      v.pipe(v.array(v.string()), v.minLength(1, "at least one permission")),
    ),
    {},
  ),
  /** When not empty, every other source address is denied. */
  allowCidrs: cidrs,
  denyCidrs: cidrs,
  /** VPC endpoints (IAM method only). When not empty the API is PRIVATE and every other way in is denied. */
  allowVpcEndpoints: v.optional(
    v.array(pattern(/^vpce-[0-9a-f]{8,17}$/, "a VPC endpoint id such as vpce-0123456789abcdef0")),
    [],
  ),
});

/** The `context` of `cdktf.json`. Unknown keys are refused: a misspelt one would otherwise be silently without effect. */
export const contextSchema = v.strictObject({
  /** The first part of every resource's name. */
  name: v.optional(
    pattern(/^[a-z][a-z0-9-]{0,19}$/, "1 to 20 characters of a-z 0-9 -, beginning with a letter"),
    "api-auth",
  ),
  region: pattern(/^[a-z]{2,3}(?:-[a-z]+)+-\d$/, "an AWS region such as ap-northeast-2"),
  stage: pattern(/^[A-Za-z0-9_-]{1,128}$/, "1 to 128 characters of A-Za-z0-9 _ -"),
  /** Identifier of the Cognito resource server: scopes are `<resourceServer>/<permission>`. */
  resourceServer: pattern(
    /^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/,
    'a resource server identifier: 1 to 256 printable characters without space, " or \\',
  ),
  routes: v.pipe(v.array(route), v.minLength(1, "at least one route")),
  /** Permissions beyond those that the routes ask for, so that a caller may hold one before its route exists. */
  permissions: v.optional(v.array(permission), []),
  callers: v.record(
    pattern(
      /^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/,
      "caller names of a-z 0-9 with single _ or - between, beginning with a letter",
    ),
    v.pipe(v.array(v.string()), v.minLength(1, "at least one permission")),
  ),
  throttling: v.optional(throttle, { rateLimit: 100, burstLimit: 200 }),
  cors: v.optional(
    v.strictObject({
      /** The one origin whose pages may call: API Gateway answers a preflight, and its own errors, with fixed headers. */
      allowOrigin: pattern(
        /^(?:\*|https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?)$/,
        "an origin such as https://app.example.com, without a path, or *",
      ),
      /** Seconds for which a browser may keep the preflight's answer. */
      maxAge: v.optional(whole(0, 86_400, "seconds"), 600),
    }),
  ),
  resourcePolicy: v.optional(resourcePolicy),
  cognito: v.optional(
    v.strictObject({
      /**
       * Given instead of the one derived from account, region and stack; the comparison stack adds `-comparison`,
       * so of Cognito's 63 characters 52 are left.
       */
      domainPrefix: v.optional(
        v.pipe(
          pattern(
            /^[a-z0-9](?:[a-z0-9-]{0,50}[a-z0-9])?$/,
            "1 to 52 characters of a-z 0-9 -, not beginning or ending with -",
          ),
          v.check(
            (text) => !/aws|amazon|cognito/.test(text),
            'a prefix that does not contain "aws", "amazon" or "cognito"',
          ),
        ),
      ),
      accessTokenValidityMinutes: v.optional(whole(5, 1440, "minutes"), 60),
    }),
    {},
  ),
  authorizer: v.optional(
    v.strictObject({
      /** How long API Gateway keeps the authorizer's policy for a token; 0 turns the cache off. */
      resultTtlSeconds: v.optional(whole(0, 3600, "seconds"), 300),
      algorithms: v.optional(
        v.pipe(
          v.array(v.picklist(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"])),
          v.minLength(1, "at least one algorithm"),
        ),
        ["RS256"],
      ),
    }),
    {},
  ),
  logs: v.optional(
    v.strictObject({
      retentionDays: v.optional(
        v.picklist([
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
          3653,
        ]),
        30,
      ),
      /** "managed": the stack sets the account's API Gateway logging role; "existing": the account has one, and it is left alone. */
      accountRole: v.optional(v.picklist(["managed", "existing"]), "managed"),
    }),
    {},
  ),
  state: v.optional(
    v.strictObject({
      s3: v.strictObject({
        bucket: pattern(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "an S3 bucket name"),
        region: v.optional(pattern(/^[a-z]{2,3}(?:-[a-z]+)+-\d$/, "an AWS region such as ap-northeast-2")),
        /** The state of a stack is `<keyPrefix>/<stack>.tfstate`. */
        keyPrefix: v.optional(
          pattern(/^[A-Za-z0-9!_.*'()-]+(?:\/[A-Za-z0-9!_.*'()-]+)*$/, "S3 key segments joined by /"),
          "api-gateway-auth-three-ways",
        ),
        /** KMS key for the state object; without it S3 encrypts with its own key. */
        kmsKeyId: v.optional(
          pattern(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/.+$/, "the ARN of a KMS key"),
        ),
      }),
    }),
  ),
});

/** What is declared once for all methods, with defaults filled in. */
export type ApiContext = v.InferOutput<typeof contextSchema>;
/** HTTP verb and path of the API, with the permission that it asks for. */
export type Route = ApiContext["routes"][number];
export type Throttle = v.InferOutput<typeof throttle>;
export type ResourcePolicyContext = v.InferOutput<typeof resourcePolicy>;
