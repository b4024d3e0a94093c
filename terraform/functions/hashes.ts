import { createHash } from "node:crypto";
import { text } from "./arguments.ts";
import type { FunctionContext, TerraformFunction } from "./call.ts";

function ofText(algorithm: string, encoding: "hex" | "base64"): TerraformFunction {
  return { min: 1, max: 1, run: ([source]) => createHash(algorithm).update(text(source)).digest(encoding) };
}

function ofFile(algorithm: string, encoding: "hex" | "base64"): TerraformFunction {
  const run: TerraformFunction["run"] = ([path], context: FunctionContext) =>
    createHash(algorithm)
      .update(context.readFile(text(path)))
      .digest(encoding);
  return { min: 1, max: 1, run };
}

/** Hashes of text and of files. */
export const hashFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64sha256: ofText("sha256", "base64"),
  base64sha512: ofText("sha512", "base64"),
  filebase64sha256: ofFile("sha256", "base64"),
  filebase64sha512: ofFile("sha512", "base64"),
  filemd5: ofFile("md5", "hex"),
  filesha1: ofFile("sha1", "hex"),
  filesha256: ofFile("sha256", "hex"),
  filesha512: ofFile("sha512", "hex"),
  md5: ofText("md5", "hex"),
  sha1: ofText("sha1", "hex"),
  sha256: ofText("sha256", "hex"),
  sha512: ofText("sha512", "hex"),
};
