import fc from "fast-check";
import { IP_OPERATORS } from "../../../policy/operators/ip.ts";
import { compare, refused } from "./support.ts";

test.each([
  ["203.0.113.0/24", "203.0.113.255", true],
  ["203.0.113.0/24", "203.0.114.0", false],
  ["203.0.113.77/24", "203.0.113.1", true],
  ["203.0.113.7", "203.0.113.7", true],
  ["203.0.113.7", "203.0.113.8", false],
  ["127.0.0.0/8", "127.0.0.2", true],
  ["0.0.0.0/0", "8.8.8.8", true],
  ["0.0.0.0/0", "2001:db8::1", false],
  ["::/0", "8.8.8.8", false],
  ["::/0", "2001:db8::1", true],
  ["2001:DB8:1234:5678::/64", "2001:db8:1234:5678::9", true],
  ["2001:DB8:1234:5678::/64", "2001:db8:1234:5679::9", false],
  ["::1", "::1", true],
  ["::1", "::2", false],
  ["127.0.0.0/8", "::ffff:127.0.0.2", true],
  ["127.0.0.0/8", "::ffff:128.0.0.2", false],
  ["::/0", "::ffff:127.0.0.2", false],
  ["127.0.0.0/8", "::ffff:7f00:2", undefined],
  ["127.0.0.0/8", "0:0:0:0:0:ffff:127.0.0.2", undefined],
  ["127.0.0.0/8", "localhost", undefined],
  ["127.0.0.0/8", "", undefined],
  ["fe80::/10", "fe80::1%eth0", undefined],
])("IpAddress %p on %p: %p", (wanted, came, expected) => {
  expect(compare(IP_OPERATORS, "IpAddress", wanted, came)).toBe(expected);
});

test("nothing but an address or a CIDR range is taken", () => {
  const values = [
    "",
    "*",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "010.0.0.1",
    "256.0.0.1",
    "::/129",
  ];
  expect(refused(IP_OPERATORS, "IpAddress", [...values, "fe80::1%eth0", "host", "1.2.3.4/8/8"])).toHaveLength(
    12,
  );
});

test("IPv4 ranges are what arithmetic says", () => {
  const number = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, came, length) => {
      const size = 2 ** (32 - length);
      const expected = Math.floor(number(address) / size) === Math.floor(number(came) / size);
      expect(compare(IP_OPERATORS, "IpAddress", `${address}/${length}`, came)).toBe(expected);
    }),
  );
});
