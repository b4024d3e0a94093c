/** Whether a media type is among an API's binary ones: `*` stands for either half (AWS: binary media types). */
export function isBinary(mediaType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.length === 0) return false;
  const [type = "", subtype = ""] = (firstMediaType(mediaType) ?? "application/json").split("/", 2);
  return binaryMediaTypes.some((entry) => {
    const [wantedType = "", wantedSubtype = ""] = entry.toLowerCase().split("/", 2);
    return (
      (wantedType === "*" || wantedType === type) && (wantedSubtype === "*" || wantedSubtype === subtype)
    );
  });
}

/** The first media type of a Content-Type or Accept header, without parameters, in lower case. */
export function firstMediaType(header: string | undefined): string | undefined {
  const type = header?.split(/[,;]/, 1)[0]?.trim().toLowerCase();
  return type === "" ? undefined : type;
}
