import { asList, asMap, asSet, isMap, kindOf, mapOf, type Value } from "./value.ts";

/** Where the lab serves what a public URL stands for; without a slash at the end. */
export interface LocalUrls {
  stage(apiId: string, stage: string): string;
  issuer(userPoolId: string): string;
  /** @param prefix a domain prefix, or a custom domain. */
  domain(prefix: string): string;
}

/** What of a deployment has public URLs. URLs of anything else stay as they are: they lead elsewhere. */
export interface PublicNames {
  readonly apiIds: ReadonlySet<string>;
  readonly userPoolIds: ReadonlySet<string>;
  /** Prefixes of `<prefix>.auth.<region>.amazoncognito.com`. */
  readonly domainPrefixes: ReadonlySet<string>;
  readonly customDomains: ReadonlySet<string>;
}

const patterns = {
  stage: /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?:\/([A-Za-z0-9_-]+))?/g,
  issuer: /https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([A-Za-z0-9_-]+)/g,
  domain: /https:\/\/([a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com/g,
  custom: /https:\/\/([A-Za-z0-9.-]+)/g,
};

/** Puts local URLs in the place of the public ones of a deployment, wherever they stand in a text. */
export function localizeText(text: string, names: PublicNames, urls: LocalUrls): string {
  if (!text.includes("https://")) return text;
  return text
    .replace(patterns.stage, (url, apiId: string, stage: string | undefined) => {
      if (!names.apiIds.has(apiId)) return url;
      if (stage !== undefined) return urls.stage(apiId, stage);
      // Without a stage yet: what comes before it in the local URL.
      const local = urls.stage(apiId, "stage");
      return local.endsWith("/stage") ? local.slice(0, -"/stage".length) : url;
    })
    .replace(patterns.issuer, (url, id: string) => (names.userPoolIds.has(id) ? urls.issuer(id) : url))
    .replace(patterns.domain, (url, prefix: string) =>
      names.domainPrefixes.has(prefix) ? urls.domain(prefix) : url,
    )
    .replace(patterns.custom, (url, host: string) =>
      names.customDomains.has(host) ? urls.domain(host) : url,
    );
}

/** {@link localizeText} for every text in a value; keys stay. */
export function localizeValue(value: Value, names: PublicNames, urls: LocalUrls): Value {
  if (typeof value === "string") return localizeText(value, names, urls);
  if (Array.isArray(value)) {
    const elements = value.map((element) => localizeValue(element, names, urls));
    return kindOf(value) === "list" ? asList(elements) : kindOf(value) === "set" ? asSet(elements) : elements;
  }
  if (!isMap(value)) return value;
  const map = mapOf(
    Object.entries(value).map(([key, element]) => [key, localizeValue(element, names, urls)] as const),
  );
  return kindOf(value) === "map" ? asMap(map) : map;
}
