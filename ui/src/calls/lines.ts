// The list of calls, day by day.

import type { CallRow } from "../bindings";
import { dayOf } from "./filter";

/** A line of the list: the heading of a day, or a call with its place among the calls that are loaded. */
export type Line = { kind: "day"; day: string } | { kind: "call"; row: CallRow; index: number };

/** The calls under the headings of their days. */
export function linesOf(rows: readonly CallRow[]): Line[] {
  const lines: Line[] = [];
  appendLines(lines, rows, 0);
  return lines;
}

/** The lines with those of the calls from `from` on added, so that a long list grows without being built anew. */
export function withMore(lines: readonly Line[], rows: readonly CallRow[], from: number): Line[] {
  const longer = lines.slice();
  appendLines(longer, rows, from);
  return longer;
}

function appendLines(lines: Line[], rows: readonly CallRow[], from: number): void {
  const before = rows[from - 1];
  let day = before === undefined ? null : dayOf(new Date(before.started_at));
  for (const [offset, row] of rows.slice(from).entries()) {
    const its = dayOf(new Date(row.started_at));
    if (its !== day) {
      lines.push({ kind: "day", day: its });
      day = its;
    }
    lines.push({ kind: "call", row, index: from + offset });
  }
}
