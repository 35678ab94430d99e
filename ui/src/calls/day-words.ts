// What a day is called.

import type { Say } from "../words/catalogue";
import { dayAfter, dayOf, noonOf } from "./filter";

/** For example `Today`, `Monday, 21 September`, and with the year where it is another one. */
export class DayWords {
  readonly #say: Say;
  readonly #thisYear: Intl.DateTimeFormat;
  readonly #otherYear: Intl.DateTimeFormat;

  constructor(locale: string, say: Say) {
    this.#say = say;
    this.#thisYear = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
    this.#otherYear = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
  }

  of(day: string, now: Date = new Date()): string {
    const today = dayOf(now);
    if (day === today) return this.#say("calls-day-today");
    if (day === dayAfter(today, -1)) return this.#say("calls-day-yesterday");
    const format = day.slice(0, 4) === today.slice(0, 4) ? this.#thisYear : this.#otherYear;
    return format.format(noonOf(day));
  }
}
