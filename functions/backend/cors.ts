/**
 * The CORS headers of an answer to a page of another origin: none where no origin is allowed.
 *
 * @param headers the request's, with names in the client's case
 * @param allowed origins with commas between, such as `https://app.example.com,https://example.com`
 */
export function corsHeaders(
  headers: Readonly<Record<string, string | undefined>> | null,
  allowed: string | undefined,
): Record<string, string> {
  if (!allowed) return {};
  // What a cache stored for one origin must not be given to another, nor to none.
  const vary = { vary: "Origin" };
  const [, origin] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "origin") ?? [];
  return origin && allowed.split(",").includes(origin)
    ? { ...vary, "access-control-allow-origin": origin }
    : vary;
}
