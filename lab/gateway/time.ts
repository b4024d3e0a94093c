const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Keeps the text of the last whole second: requests come many a second. */
function bySecond(format: (date: Date) => string): (time: number) => string {
  let second = Number.NaN;
  let text = "";
  return (time) => {
    const current = Math.floor(time / 1000);
    if (current !== second) {
      second = current;
      text = format(new Date(current * 1000));
    }
    return text;
  };
}

const clock = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;

/** `requestTime`: `17/Jun/2024:14:58:25 +0000` (aws-behaviour A.5), from milliseconds. */
export const clfTime = bySecond(
  (date) =>
    `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock(date)} +0000`,
);

/** The `Date` header, from milliseconds. */
export const httpDate = bySecond((date) => date.toUTCString());

/** `2024-06-17T14:58:25Z`, from milliseconds: dates of policies. */
export const isoTime = bySecond((date) => `${date.toISOString().slice(0, 19)}Z`);

/** `Date.toString` of Java in UTC, `Tue Jun 18 15:00:04 UTC 2024` (aws-behaviour C.1), from seconds. */
export function javaDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())}`;
  return `${day} ${clock(date)} UTC ${date.getUTCFullYear()}`;
}
