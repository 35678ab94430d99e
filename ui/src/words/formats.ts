// Dates, times, durations, ages and numbers as the person's locale writes them.

/** The steps in which an age is told, the longest first, with their seconds. */
const AGES: readonly [number, Intl.RelativeTimeFormatUnit][] = [
  [365 * 86_400, "year"],
  [30 * 86_400, "month"],
  [7 * 86_400, "week"],
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** Writes instants (RFC 3339) in the computer's time zone. */
export class Formats {
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #dateTime: Intl.DateTimeFormat;
  readonly #age: Intl.RelativeTimeFormat;
  /** The largest first, with its seconds. */
  readonly #units: [number, Intl.NumberFormat][];

  constructor(locale: string) {
    const known = Intl.DateTimeFormat.supportedLocalesOf([locale])[0] ?? "en";
    this.#number = new Intl.NumberFormat(known);
    this.#time = new Intl.DateTimeFormat(known, { timeStyle: "short" });
    this.#date = new Intl.DateTimeFormat(known, { dateStyle: "long" });
    this.#dateTime = new Intl.DateTimeFormat(known, { dateStyle: "medium", timeStyle: "short" });
    this.#age = new Intl.RelativeTimeFormat(known, { numeric: "auto" });
    const unit = (name: string) => new Intl.NumberFormat(known, { style: "unit", unit: name, unitDisplay: "narrow" });
    this.#units = [
      [3600, unit("hour")],
      [60, unit("minute")],
      [1, unit("second")],
    ];
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  time(instant: string): string {
    return this.#time.format(new Date(instant));
  }

  date(instant: string): string {
    return this.#date.format(new Date(instant));
  }

  dateTime(instant: string): string {
    return this.#dateTime.format(new Date(instant));
  }

  /** Only the time where the instant is today. */
  timeOrDate(instant: string, now: Date = new Date()): string {
    const isToday = new Date(instant).toDateString() === now.toDateString();
    return isToday ? this.time(instant) : this.dateTime(instant);
  }

  /** For example `3 weeks ago`; what lies less than a minute back is `now`. */
  age(instant: string, now: Date = new Date()): string {
    const seconds = Math.max(0, (now.getTime() - Date.parse(instant)) / 1000);
    const [length, unit] = AGES.find(([length]) => seconds >= Math.max(length, 60)) ?? [Infinity, "second"];
    return this.#age.format(-Math.floor(seconds / length), unit);
  }

  /** For example `4m 12s`: the two largest units, whole seconds. */
  duration(seconds: number): string {
    let rest = Math.floor(seconds);
    const parts = this.#units.map(([length, format]): [number, Intl.NumberFormat] => {
      const count = Math.floor(rest / length);
      rest -= count * length;
      return [count, format];
    });
    const first = parts.findIndex(([count]) => count > 0);
    const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([count]) => count > 0);
    return shown.map(([count, format]) => format.format(count)).join(" ");
  }
}
