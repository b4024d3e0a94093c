import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";

/** Metadata and key sets are a few KB; this is what aws-jwt-verify's callers and large providers stay far below. */
const MOST_BYTES = 100_000;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * The JSON document at a URL. No redirect is followed, no connection is kept (a frozen function would find it dead), and
 * certificates are checked even where the environment says otherwise.
 *
 * @param signal ends the request: there is no other time limit
 * @throws {Error} naming the URL, for anything but a 200 with a JSON body of bounded size
 */
export function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const options = { agent: false, signal, headers: { accept: "application/json" }, rejectUnauthorized: true };
  const get = url.protocol === "https:" ? getHttps : getHttp;
  return new Promise<IncomingMessage>((resolve, reject) => {
    get(url, options, resolve).on("error", reject);
  })
    .then(readBody)
    .then(parseJson)
    .catch((cause: unknown) => {
      throw new Error(`GET ${url.href}`, { cause: signal.aborted ? signal.reason : cause });
    });
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const { statusCode, headers } = response;
  try {
    if (statusCode !== 200) throw new Error(`came status ${statusCode}; allowed: 200`);
    const type = headers["content-type"];
    if (!type || !JSON_TYPE.test(type)) throw new Error(`came content type ${type ?? "none"}; allowed: JSON`);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new Error(`came more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    response.destroy();
  }
}

function parseJson(body: Buffer): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
}
