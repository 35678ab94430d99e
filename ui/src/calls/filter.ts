// Which calls are listed.

import type { CallFilter } from "../bindings";

/** Every call. */
export const ALL_CALLS: CallFilter = { search: "", state: null, direction: null, day: null };

/** Whether it leaves anything out. */
export function narrows(filter: CallFilter): boolean {
  return filter.search !== "" || filter.state !== null || filter.direction !== null || filter.day !== null;
}

/** Whether two filters list the same calls. */
export function isSameFilter(one: CallFilter, other: CallFilter): boolean {
  return (
    one.search === other.search &&
    one.state === other.state &&
    one.direction === other.direction &&
    one.day === other.day
  );
}

/** The day of an instant in the person's time zone, as `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  const year = String(at.getFullYear()).padStart(4, "0");
  const month = String(at.getMonth() + 1).padStart(2, "0");
  const date = String(at.getDate()).padStart(2, "0");
  return `${year}-${month}-${date}`;
}

/** The day so many days later, or earlier if negative. */
export function dayAfter(day: string, days: number): string {
  const at = noonOf(day);
  at.setDate(at.getDate() + days);
  return dayOf(at);
}

/** The middle of a day in the person's time zone: no clock change moves it to another day. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00`);
}
