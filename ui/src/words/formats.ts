// Dates, times, durations and numbers as the person's locale writes them.

/** Writes instants (RFC 3339) in the computer's time zone. */
export class Formats {
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #dateTime: Intl.DateTimeFormat;
  /** The largest first, with its seconds. */
  readonly #units: [number, Intl.NumberFormat][];

  constructor(locale: string) {
    const known = Intl.DateTimeFormat.supportedLocalesOf([locale])[0] ?? "en";
    this.#number = new Intl.NumberFormat(known);
    this.#time = new Intl.DateTimeFormat(known, { timeStyle: "short" });
    this.#date = new Intl.DateTimeFormat(known, { dateStyle: "long" });
    this.#dateTime = new Intl.DateTimeFormat(known, { dateStyle: "medium", timeStyle: "short" });
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
