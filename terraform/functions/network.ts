import { isIPv4, isIPv6 } from "node:net";
import { ExpressionError } from "../expression/error.ts";
import { integer, text } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";

interface Network {
  /** 32 or 128. */
  readonly bits: number;
  readonly address: bigint;
  readonly prefix: number;
}

function parse(source: string): Network {
  const match = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(source);
  const [, host = "", length = ""] = match ?? [];
  const bits = isIPv4(host) ? 32 : isIPv6(host) ? 128 : 0;
  const prefix = Number(length);
  if (!match || bits === 0 || prefix > bits)
    throw new ExpressionError(`${JSON.stringify(source)} is not a CIDR block`);
  const address = bits === 32 ? parseV4(host) : parseV6(host);
  const size = BigInt(bits - prefix);
  return { bits, prefix, address: (address >> size) << size };
}

function parseV4(host: string): bigint {
  return host.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseV6(host: string): bigint {
  const plain = host.replace(/(\d+\.\d+\.\d+\.\d+)$/, (v4) => {
    const value = parseV4(v4);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [left = "", right] = plain.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function write(address: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  const zeros = [...`${groups.map((group) => (group === "0" ? "z" : "x")).join("")}`.matchAll(/z{2,}/g)];
  const longest = zeros.reduce<RegExpMatchArray | undefined>(
    (a, b) => (a && a[0].length >= b[0].length ? a : b),
    undefined,
  );
  if (!longest) return groups.join(":");
  const start = longest.index ?? 0;
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + longest[0].length).join(":")}`;
}

function host({ address, bits, prefix }: Network, index: number): string {
  const size = 1n << BigInt(bits - prefix);
  const offset = index < 0 ? size + BigInt(index) : BigInt(index);
  if (offset < 0n || offset >= size) throw new ExpressionError(`the block has no host ${index}`);
  return write(address + offset, bits);
}

function subnet({ address, bits, prefix }: Network, more: number, index: number): string {
  const length = prefix + more;
  if (more < 0 || length > bits) throw new ExpressionError(`the block cannot be longer by ${more} bits`);
  if (index < 0 || BigInt(index) >= 1n << BigInt(more))
    throw new ExpressionError(`there is no subnet ${index}`);
  return `${write(address + (BigInt(index) << BigInt(bits - length)), bits)}/${length}`;
}

function netmask({ bits, prefix }: Network): string {
  if (bits !== 32) throw new ExpressionError("only IPv4 has netmasks");
  return write(((1n << BigInt(prefix)) - 1n) << BigInt(bits - prefix), bits);
}

/** Functions on CIDR blocks; `can(cidrhost(…))` is how variables of that kind are validated. */
export const networkFunctions: Readonly<Record<string, TerraformFunction>> = {
  cidrhost: { min: 2, max: 2, run: ([block, index]) => host(parse(text(block)), integer(index)) },
  cidrnetmask: { min: 1, max: 1, run: ([block]) => netmask(parse(text(block))) },
  cidrsubnet: {
    min: 3,
    max: 3,
    run: ([block, more, index]) => subnet(parse(text(block)), integer(more), integer(index)),
  },
};
