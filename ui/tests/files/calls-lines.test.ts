import { expect, test } from "vitest";

import { dayAfter, dayOf, isSameFilter, narrows, ALL_CALLS } from "../../src/calls/filter";
import { linesOf, withMore } from "../../src/calls/lines";
import { callRow } from "./office";

const at = (id: number, local: string) => callRow(id, { started_at: new Date(local).toISOString() });
const rows = [
  at(4, "2026-09-21T09:00:00"),
  at(3, "2026-09-21T00:00:00"),
  at(2, "2026-09-20T23:59:59"),
  at(1, "2026-09-18T12:00:00"),
];

test("each day has one heading in the person's time zone", () => {
  const shown = linesOf(rows).map((line) => (line.kind === "day" ? line.day : line.row.id));
  expect(shown).toEqual(["2026-09-21", 4, 3, "2026-09-20", 2, "2026-09-18", 1]);
});

test("lines that grew page by page are those of the whole", () => {
  for (let cut = 0; cut <= rows.length; cut += 1) {
    const first = linesOf(rows.slice(0, cut));
    expect(withMore(first, rows, cut)).toEqual(linesOf(rows));
  }
});

test("the next day is the next day, over months, years and clock changes", () => {
  expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(dayAfter("2028-03-01", -1)).toBe("2028-02-29");
  for (let day = "2026-01-01"; day < "2027-01-01"; day = dayAfter(day, 1)) {
    expect(dayAfter(dayAfter(day, 1), -1)).toBe(day);
  }
});

test("a day is written with all its digits", () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
});

test("a filter that leaves nothing out is told from one that does", () => {
  expect(narrows(ALL_CALLS)).toBe(false);
  expect(narrows({ ...ALL_CALLS, day: "2026-09-21" })).toBe(true);
  expect(isSameFilter(ALL_CALLS, { ...ALL_CALLS })).toBe(true);
  expect(isSameFilter(ALL_CALLS, { ...ALL_CALLS, state: "failed" })).toBe(false);
});
