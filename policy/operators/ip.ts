import { BlockList, isIP } from "node:net";
import { literal, type Named, negate, type Operator } from "./operator.ts";

const CIDR = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/;

/** What an IPv6 socket puts before an IPv4 address, `::ffff:192.0.2.1`. */
const MAPPED = /^::ffff:(?=\d+\.)/i;

/** The IPv6 addresses that stand for IPv4 ones, however they are written. */
const MAPPED_RANGE = new BlockList();
MAPPED_RANGE.addSubnet("::ffff:0:0", 96, "ipv6");

/** Addresses of one IP version. */
interface Range {
  readonly version: number;
  readonly addresses: BlockList;
}

/** A CIDR range, or one address. The bits after the prefix are ignored, as IAM does. */
function parseRange(text: string): Range | undefined {
  const [, address = "", prefix] = CIDR.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0 || (version === 6 && MAPPED_RANGE.check(address, "ipv6"))) return undefined;
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const addresses = new BlockList();
  addresses.addSubnet(address, length, family(version));
  return { version, addresses };
}

function family(version: number): "ipv4" | "ipv6" {
  return version === 4 ? "ipv4" : "ipv6";
}

const ipAddress: Operator = {
  negated: false,
  reads: "text",
  allowed: "an IPv4 or IPv6 address, or a CIDR range such as 203.0.113.0/24 or 2001:db8::/32",
  compile(tokens) {
    const range = parseRange(literal(tokens));
    if (range === undefined) return undefined;
    return (candidate) => {
      const address = candidate.replace(MAPPED, "");
      const version = isIP(address);
      if (version === 0 || address.includes("%")) return undefined;
      if (version === 6 && MAPPED_RANGE.check(address, "ipv6")) return undefined;
      // a BlockList alone would find every IPv4 address in ::/0
      return version === range.version && range.addresses.check(address, family(version));
    };
  },
};

/** IP address operators, for IPv4 and IPv6. */
export const IP_OPERATORS: readonly Named[] = [
  ["IpAddress", ipAddress],
  ["NotIpAddress", negate(ipAddress)],
];
