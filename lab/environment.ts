import type { IdentityProvider } from "./issuers/idp/provider.ts";
import type { LabUrls } from "./urls.ts";

interface Known {
  readonly urls: LabUrls;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly controlSecret: string;
  readonly idp: IdentityProvider | undefined;
}

/** What a client needs beside the outputs: the names and values of the lab's `env` file (contract, "The lab"). */
export function labEnvironment({
  urls,
  region,
  accessKeyId,
  secretAccessKey,
  controlSecret,
  idp,
}: Known): Record<string, string> {
  const clients = [...(idp?.clients.values() ?? [])].flatMap(({ caller, id, secret }) => {
    const name = caller.toUpperCase().replaceAll("-", "_");
    return [
      [`${name}_CLIENT_ID`, id],
      [`${name}_CLIENT_SECRET`, secret],
    ];
  });
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_STS: urls.sts,
    ...(idp ? { TOKEN_URL: idp.tokenUrl } : {}),
    ...Object.fromEntries(clients),
    LAB_CONTROL_URL: urls.control,
    LAB_CONTROL_TOKEN: controlSecret,
  };
}
