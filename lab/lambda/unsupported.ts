/** What a function's Terraform resource says, by the provider's attribute names; absent where it says nothing. */
export interface FunctionAttributes {
  readonly package_type?: string | undefined;
  readonly runtime?: string | undefined;
  readonly handler?: string | undefined;
  readonly filename?: string | undefined;
  readonly image_uri?: string | undefined;
  readonly s3_bucket?: string | undefined;
  readonly layers?: readonly unknown[] | undefined;
  readonly file_system_config?: readonly unknown[] | undefined;
  readonly reserved_concurrent_executions?: number | undefined;
}

/** An attribute that the lab cannot honour, and why. */
export interface Unsupported {
  readonly attribute: string;
  readonly reason: string;
}

/**
 * What of a function the lab cannot run: everything but a Node.js handler in a zip on this machine. An empty list
 * means that the lab runs it.
 */
export function unsupported(attributes: FunctionAttributes): readonly Unsupported[] {
  const found: Unsupported[] = [];
  const refuse = (attribute: string, reason: string) => found.push({ attribute, reason });
  const packageType = attributes.package_type ?? "Zip";
  if (packageType !== "Zip" || attributes.image_uri !== undefined) {
    refuse(
      packageType === "Zip" ? "image_uri" : "package_type",
      "container images are not run here; only Zip packages are",
    );
    return found;
  }
  if (attributes.runtime === undefined) refuse("runtime", "missing; the lab runs nodejs* functions");
  else if (!/^nodejs\d/.test(attributes.runtime)) {
    refuse("runtime", `${JSON.stringify(attributes.runtime)} is not run here; only nodejs* runtimes are`);
  }
  if (attributes.handler === undefined) refuse("handler", "missing; a Zip package needs one");
  if (attributes.s3_bucket !== undefined) refuse("s3_bucket", "code in S3 is not on this machine");
  else if (attributes.filename === undefined)
    refuse("filename", "missing; the lab runs the zip on this machine");
  if (attributes.layers?.length)
    refuse("layers", "layers are not on this machine, and a handler may import from them");
  if (attributes.file_system_config?.length) refuse("file_system_config", "EFS mounts are not emulated");
  if (attributes.reserved_concurrent_executions === 0) {
    refuse("reserved_concurrent_executions", "0 throttles every invocation; that is not emulated");
  }
  return found;
}
