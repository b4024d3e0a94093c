/** One entry of a zip's central directory (APPNOTE 4.3.12), as far as extracting it safely needs. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when extracted, as the directory states it. */
  readonly size: number;
  readonly crc32: number;
  readonly directory: boolean;
  readonly symlink: boolean;
  readonly executable: boolean;
  readonly encrypted: boolean;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const ENCRYPTED = 0x0001;
const UTF8_NAME = 0x0800;
const MADE_ON_UNIX = 3;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
const ANY_EXECUTE = 0o111;

/**
 * The entries that a zip's central directory lists.
 *
 * @throws Error if the directory is missing, cut short, or of the zip64 kind (over 4 GiB or 65,534 entries).
 */
export function readZipDirectory(zip: Buffer): readonly ZipEntry[] {
  const end = endOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  let offset = zip.readUInt32LE(end + 16);
  if (count === 0xffff || offset === 0xffffffff) throw new Error("zip64 archives are not supported");
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (offset + ENTRY_BYTES > zip.length || zip.readUInt32LE(offset) !== ENTRY_SIGNATURE) {
      throw new Error(`entry ${index} of the central directory is damaged`);
    }
    const nameBytes = zip.readUInt16LE(offset + 28);
    const nameEnd = offset + ENTRY_BYTES + nameBytes;
    if (nameEnd > zip.length) throw new Error(`entry ${index} of the central directory is cut short`);
    const flags = zip.readUInt16LE(offset + 8);
    // Without the UTF-8 flag, fflate reads names as Latin-1: the two must agree on every name.
    const name = zip.toString(flags & UTF8_NAME ? "utf8" : "latin1", offset + ENTRY_BYTES, nameEnd);
    const unix = zip.readUInt16LE(offset + 4) >> 8 === MADE_ON_UNIX;
    const mode = unix ? zip.readUInt32LE(offset + 38) >>> 16 : 0;
    entries.push({
      name,
      size: zip.readUInt32LE(offset + 24),
      crc32: zip.readUInt32LE(offset + 16),
      directory: name.endsWith("/"),
      symlink: (mode & FILE_TYPE) === SYMLINK,
      executable: (mode & ANY_EXECUTE) !== 0,
      encrypted: (flags & ENCRYPTED) !== 0,
    });
    offset = nameEnd + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return entries;
}

/** Where the end-of-directory record begins: the last one that a comment of its stated length follows. */
function endOfDirectory(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = zip.length - END_BYTES; at >= first; at--) {
    if (zip.readUInt32LE(at) === END_SIGNATURE && at + END_BYTES + zip.readUInt16LE(at + 20) === zip.length)
      return at;
  }
  throw new Error("it is not a zip archive");
}
