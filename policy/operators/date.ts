import { type Named, negate, typed } from "./operator.ts";

const DAY = /^(\d{4})-(\d{2})(?:-(\d{2}))?/;
const ISO = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?$/;
const EPOCH = /^\d{5,11}(\.\d+)?$/;

/**
 * Milliseconds since the epoch, of the W3C's ISO 8601 formats (a time needs its zone) or of seconds since the epoch.
 * A bare year is not taken: four digits may be either.
 */
export function parseDate(text: string): number | undefined {
  if (EPOCH.test(text)) return Number(text) * 1000;
  if (!ISO.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) || !isDay(text) ? undefined : time;
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const [, year, month, day = "01"] = DAY.exec(text) ?? [];
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCMonth() + 1 === Number(month);
}

const date = (compare: (candidate: number, value: number) => boolean) =>
  typed("a date such as 2026-01-31, 2026-01-31T09:30:00Z or seconds since 1970", parseDate, compare);

const equals = date((candidate, value) => candidate === value);

/** Date operators. */
export const DATE_OPERATORS: readonly Named[] = [
  ["DateEquals", equals],
  ["DateNotEquals", negate(equals)],
  ["DateLessThan", date((candidate, value) => candidate < value)],
  ["DateLessThanEquals", date((candidate, value) => candidate <= value)],
  ["DateGreaterThan", date((candidate, value) => candidate > value)],
  ["DateGreaterThanEquals", date((candidate, value) => candidate >= value)],
];
