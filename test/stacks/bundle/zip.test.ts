import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { buildSync } from "esbuild";
import { strFromU8, unzipSync } from "fflate";
import { zip } from "../../../stacks/bundle/zip.ts";

const FILES = { "b.txt": Buffer.from("two"), "a.txt": Buffer.from("one") };

test("holds the files", () => {
  const files = unzipSync(zip(FILES));
  expect(Object.entries(files).map(([name, content]) => [name, strFromU8(content)])).toEqual([
    ["a.txt", "one"],
    ["b.txt", "two"],
  ]);
});

test("each entry is of 1980-01-01 00:00:00 and a regular file of mode 0644, made on Unix", () => {
  const content = zip(FILES);
  // PKZIP APPNOTE 4.3.12: the central directory, one header an entry.
  let at = content.readUInt32LE(content.length - 6);
  for (const name of ["a.txt", "b.txt"]) {
    expect(content.readUInt32LE(at)).toBe(0x02014b50);
    expect(content.readUInt8(at + 5)).toBe(3);
    expect(content.readUInt32LE(at + 12)).toBe(0x00210000);
    expect(content.readUInt32LE(at + 38) >>> 16).toBe(0o100644);
    expect(content.toString("utf8", at + 46, at + 46 + content.readUInt16LE(at + 28))).toBe(name);
    at += 46 + content.readUInt16LE(at + 28);
  }
});

test("the order of the files makes no difference", () => {
  expect(zip({ "a.txt": FILES["a.txt"], "b.txt": FILES["b.txt"] })).toEqual(zip(FILES));
});

test("the time zone makes no difference", () => {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { zip } from "./stacks/bundle/zip.ts";
        process.stdout.write(zip({ "a.txt": Buffer.from("one") }).toString("base64"));`,
      resolveDir: resolve("."),
    },
    bundle: true,
    write: false,
    platform: "node",
  });
  const code = outputFiles[0]!.text;
  const made = ["UTC", "Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati"].map((TZ) =>
    execFileSync(process.execPath, ["-e", code], { env: { ...process.env, TZ }, encoding: "utf8" }),
  );
  expect(new Set(made)).toEqual(new Set([zip({ "a.txt": Buffer.from("one") }).toString("base64")]));
});
