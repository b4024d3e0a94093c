/**
 * URLs that lead elsewhere for this thread alone. The issuer that a deployed function trusts is a public URL; in the
 * lab the local identity provider answers for it. Replaces `fetch` and what HTTP clients stand on, `request` and `get`
 * of `node:http` and `node:https`; to be installed before a handler's code is loaded. Every other URL stays as it is.
 */

import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import { urlToHttpOptions } from "node:url";

/** @typedef {import("../config.ts").Redirect} Redirect */
/** @typedef {(url: string) => URL | undefined} Locate where a URL leads; undefined where it says so itself. */

/** What of a request's options does not say where it goes: the connection's own (TLS, agents, addresses) is dropped. */
const KEPT = ["auth", "headers", "joinDuplicateHeaders", "maxHeaderSize", "method", "signal", "timeout"];

/** @param {readonly Redirect[]} redirects */
export function installRedirects(redirects) {
  const locate = locator(redirects);
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const isText = typeof input === "string" || input instanceof URL;
    const target = locate(isText ? String(input) : input.url);
    if (!target) return fetch(input, init);
    return fetch(isText ? target : new Request(target, input), init);
  };
  const plain = http.request;
  for (const [module, protocol] of /** @type {const} */ ([
    [http, "http:"],
    [https, "https:"],
  ])) {
    const { request } = module;
    const redirected = (/** @type {any[]} */ ...parameters) => {
      const options = optionsOf(parameters);
      const target = locate(urlOf(options, protocol));
      if (!target) return Reflect.apply(request, module, parameters);
      return Reflect.apply(plain, http, [optionsFor(target, options), parameters.find(isFunction)]);
    };
    const get = (/** @type {any[]} */ ...parameters) => redirected(...parameters).end();
    Object.assign(module, { request: redirected, get });
  }
  syncBuiltinESMExports();
}

/**
 * A URL is redirected if it is the redirect's own or below it, whichever of the two ends with a slash.
 * @param {readonly Redirect[]} redirects
 * @returns {Locate}
 */
function locator(redirects) {
  const rules = redirects.map(({ from, to }) => {
    const { origin, pathname } = new URL(from);
    return { origin, path: withoutSlash(pathname), to: withoutSlash(to) };
  });
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const rule = rules.find(({ origin, path }) => {
      return url?.origin === origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
    });
    return rule && url && new URL(`${rule.to}${url.pathname.slice(rule.path.length)}${url.search}`);
  };
}

const withoutSlash = (/** @type {string} */ text) => text.replace(/\/+$/, "");
const isFunction = (/** @type {unknown} */ value) => typeof value === "function";

/**
 * The options of `request(url, options, callback)` in each of its forms, options before URL as Node has it.
 * @param {readonly any[]} parameters
 * @returns {Record<string, any>}
 */
function optionsOf([first, second]) {
  const isUrl = typeof first === "string" || first instanceof URL;
  if (!isUrl) return first ?? {};
  const fromUrl = URL.canParse(String(first)) ? urlToHttpOptions(new URL(first)) : {};
  return { ...fromUrl, ...(isFunction(second) ? {} : second) };
}

/**
 * @param {Record<string, any>} options
 * @param {string} ownProtocol the module's
 */
function urlOf({ protocol, hostname, host, port, path = "/" }, ownProtocol) {
  return `${protocol ?? ownProtocol}//${hostname || host || "localhost"}${port ? `:${port}` : ""}${path}`;
}

/**
 * @param {URL} target
 * @param {Record<string, any>} options
 * @returns {http.RequestOptions}
 */
function optionsFor(target, options) {
  const kept = Object.fromEntries(
    KEPT.filter((name) => name in options).map((name) => [name, options[name]]),
  );
  return {
    ...kept,
    protocol: target.protocol,
    hostname: target.hostname,
    port: target.port,
    path: `${target.pathname}${target.search}`,
    headers: withHost(options.headers ?? {}, target.host),
    agent: options.agent === false ? false : undefined,
  };
}

/**
 * The headers with another `Host`: as an object, as a list of pairs or as names and values in turn.
 * @param {any} headers
 * @param {string} host
 * @returns {any}
 */
function withHost(headers, host) {
  const isHost = (/** @type {unknown} */ name) => String(name).toLowerCase() === "host";
  if (!Array.isArray(headers)) {
    return { ...Object.fromEntries(Object.entries(headers).filter(([name]) => !isHost(name))), host };
  }
  if (Array.isArray(headers[0])) return headers.map((pair) => (isHost(pair[0]) ? [pair[0], host] : pair));
  return headers.map((value, index) => (index % 2 === 1 && isHost(headers[index - 1]) ? host : value));
}
