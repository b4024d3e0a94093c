import { DATE_OPERATORS, parseDate } from "../../../policy/operators/date.ts";
import { compare } from "./support.ts";

const NOON = "2026-01-31T12:00:00Z";

test.each([
  ["DateEquals", NOON, "2026-01-31T21:00:00+09:00", true],
  ["DateEquals", NOON, "1769860800", true],
  ["DateEquals", "2026-01-31", "2026-01-31T00:00Z", true],
  ["DateEquals", NOON, "2026-01-31T12:00:01Z", false],
  ["DateLessThan", NOON, "2026-01-31T11:59:59.999Z", true],
  ["DateLessThan", NOON, NOON, false],
  ["DateLessThanEquals", NOON, NOON, true],
  ["DateGreaterThan", NOON, NOON, false],
  ["DateGreaterThan", NOON, "2026-02-01", true],
  ["DateGreaterThanEquals", NOON, NOON, true],
  ["DateGreaterThanEquals", NOON, "2026-01", false],
  ["DateLessThan", NOON, "yesterday", undefined],
])("%s %p on %p: %p", (name, wanted, came, expected) => {
  expect(compare(DATE_OPERATORS, name, wanted, came)).toBe(expected);
});

test.each([
  "",
  "2026",
  "2026-13-01",
  "2026-02-30",
  "2026-02-29T00:00:00Z",
  "2026-01-31T12:00:00",
  "2026-01-31 12:00:00Z",
  "2026-01-31T25:00:00Z",
  "20260131T120000Z",
  "1769860800000",
  "Sat, 31 Jan 2026 12:00:00 GMT",
])("%p is no date", (text) => {
  expect(parseDate(text)).toBeUndefined();
});

test("a leap day is a day", () => {
  expect(parseDate("2024-02-29")).toBe(Date.UTC(2024, 1, 29));
});
