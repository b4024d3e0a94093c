import { type Zippable, zipSync } from "fflate";

/** The oldest time that a zip can hold. fflate reads a `Date` in the local time zone, so it is made in it as well. */
const TIME = new Date(1980, 0, 1);

/** Unix (3) in the host field, and a regular file of mode 0644 in the upper half of the external attributes. */
const UNIX = 3;
const MODE = (0o100644 << 16) >>> 0;

/**
 * A zip whose bytes depend on the names and contents of its files alone: not on the order in which they come, file times,
 * umask, time zone or operating system.
 */
export function zip(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const entries = Object.keys(files)
    .sort()
    .map(
      (name) =>
        [name, [files[name] as Uint8Array, { mtime: TIME, os: UNIX, attrs: MODE, level: 9 }]] as const,
    );
  return Buffer.from(zipSync(Object.fromEntries(entries) as unknown as Zippable));
}
