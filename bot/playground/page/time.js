// How times are written: as the council reads them, in Derbyshire, whatever the browser's own zone is.

const ZONE = "Europe/London";

const writer = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options });

const CLOCK = writer({ hour: "2-digit", minute: "2-digit" });
const DAY = writer({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT = writer({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const FULL = writer({
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const PARTS = writer({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });

/** As the bot writes it, "Tue 1 Sep 2020 15:10": without the commas and the fourth letter of the standard form. */
const written = (format) => (date) =>
  format
    .format(date)
    .replaceAll(",", "")
    .replace(/\bSept\b/, "Sep");

/** The instant of a message: its ts begins with the seconds since 1970. */
export const instant = (ts) => new Date(parseFloat(ts) * 1000);

export const clockTime = written(CLOCK);
export const longDay = written(DAY);
export const shortTime = written(SHORT);
export const fullTime = written(FULL);

/** "2020-08-28T15:10": what a datetime-local field takes. */
export function localField(date) {
  const part = Object.fromEntries(PARTS.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The instant at which a clock in Derbyshire shows this field; where it skips or repeats it, the earlier offset. */
export function fromLocalField(field) {
  const asUtc = new Date(`${field}:00Z`);
  const hourEarlier = new Date(asUtc.getTime() - 3_600_000);
  return localField(hourEarlier) === field ? hourEarlier : asUtc;
}

/** The next Monday to Friday after `date`, at a time such as "09:45". Bank holidays are not known here. */
export function nextWeekday(date, time) {
  const day = new Date(`${localField(date).slice(0, 10)}T12:00:00Z`);
  do day.setUTCDate(day.getUTCDate() + 1);
  while ([0, 6].includes(day.getUTCDay()));
  return fromLocalField(`${day.toISOString().slice(0, 10)}T${time}`);
}
