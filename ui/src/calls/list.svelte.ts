// The calls that fit a filter, as far as somebody scrolled.

import type { CallCount, CallFilter, CallRow, Trouble } from "../bindings";
import { type Ringlog, troubleOf } from "../ringlog";
import { ALL_CALLS } from "./filter";
import { type Line, linesOf, withMore } from "./lines";
import { Turns } from "../turns";

/** How many calls are asked for at once. */
export const PAGE_ROWS = 100;

/** What the list asks of the app. */
export type CallSource = Pick<Ringlog, "calls" | "countCalls">;

/**
 * Grows page by page, newest first. Newer calls are counted, not put in, so that nothing moves under a person's hand; what is in
 * view is read again whenever calls have changed.
 */
export class CallList {
  filter: CallFilter = $state.raw(ALL_CALLS);
  rows: readonly CallRow[] = $state.raw([]);
  lines: readonly Line[] = $state.raw([]);
  /** How many fit in all, newer ones included; `null` until it is known. */
  total: CallCount | null = $state.raw(null);
  /** How many newer calls wait above the first; `PAGE_ROWS` stands for as many or more. */
  newer: number = $state(0);
  /** The first page of another filter is awaited. */
  isFinding: boolean = $state(true);
  trouble: Trouble | null = $state.raw(null);

  #source: CallSource;
  #questions = new Turns();
  #counts = new Turns();
  #newest: CallRow | null = null;
  #isComplete = false;
  #isExtending = false;
  #fresh = new Set<number>();

  constructor(source: CallSource) {
    this.#source = source;
  }

  /** Lists what fits this filter from the newest call on. */
  async show(filter: CallFilter): Promise<void> {
    this.filter = filter;
    this.isFinding = true;
    const isNewest = this.#questions.take();
    try {
      const [rows] = await Promise.all([this.#source.calls(filter, null, PAGE_ROWS), this.#count()]);
      if (isNewest()) {
        this.#start(rows);
      }
    } catch (reason) {
      if (isNewest()) {
        this.#start([]);
        this.trouble = troubleOf(reason);
      }
    }
  }

  /** Adds the next page, unless all is listed or it is on its way. */
  async extend(): Promise<void> {
    const last = this.rows.at(-1);
    if (last === undefined || this.#isComplete || this.#isExtending) {
      return;
    }
    this.#isExtending = true;
    const filter = this.filter;
    try {
      const page = await this.#source.calls(filter, last.id, PAGE_ROWS);
      if (filter === this.filter && this.rows.at(-1)?.id === last.id) {
        this.#append(page);
      }
    } catch (reason) {
      this.#tell(reason, filter);
    } finally {
      this.#isExtending = false;
    }
  }

  /** Calls have changed: counts anew, reads the rows in view again and looks for newer ones. */
  async changed(from: number, to: number): Promise<void> {
    this.#fresh.clear();
    if (this.rows.length === 0) {
      await this.show(this.filter);
      return;
    }
    const filter = this.filter;
    try {
      await Promise.all([this.#count(), this.#look(), this.see(from, to)]);
    } catch (reason) {
      this.#tell(reason, filter);
    }
  }

  /** The rows from `from` to `to` came into view: reads them again if they may be out of date. */
  async see(from: number, to: number): Promise<void> {
    const inView = this.rows.slice(from, to + 1);
    if (inView.every((row) => this.#fresh.has(row.id))) {
      return;
    }
    const filter = this.filter;
    const before = this.rows[from - 1] ?? null;
    try {
      const answer = await this.#source.calls(filter, before?.id ?? null, PAGE_ROWS);
      const known = answer.filter((row) => !this.#isNewer(row));
      const isEnd = answer.length < PAGE_ROWS;
      const isInPlace = filter === this.filter && this.rows[from - 1]?.id === before?.id;
      if (isInPlace && (known.length > 0 || isEnd)) {
        this.#replace(from, known, isEnd);
      }
    } catch (reason) {
      this.#tell(reason, filter);
    }
  }

  async #count(): Promise<void> {
    const isNewest = this.#counts.take();
    const total = await this.#source.countCalls(this.filter);
    if (isNewest()) {
      this.total = total;
    }
  }

  async #look(): Promise<void> {
    const filter = this.filter;
    const head = await this.#source.calls(filter, null, PAGE_ROWS);
    if (filter === this.filter) {
      this.newer = head.filter((row) => this.#isNewer(row)).length;
    }
  }

  #tell(reason: unknown, filter: CallFilter): void {
    if (filter === this.filter) {
      this.trouble = troubleOf(reason);
    }
  }

  #start(rows: CallRow[]): void {
    this.#newest = rows[0] ?? null;
    this.#isComplete = rows.length < PAGE_ROWS;
    this.#fresh = new Set(rows.map((row) => row.id));
    this.newer = 0;
    this.isFinding = false;
    this.trouble = null;
    this.rows = rows;
    this.lines = linesOf(rows);
  }

  #append(page: CallRow[]): void {
    this.#isComplete = page.length < PAGE_ROWS;
    for (const row of page) {
      this.#fresh.add(row.id);
    }
    const from = this.rows.length;
    this.rows = this.rows.concat(page);
    this.lines = withMore(this.lines, this.rows, from);
  }

  /** Puts what was read again in its place; what lies below stays if it joins on, else it is read when it is needed. */
  #replace(from: number, rows: CallRow[], isEnd: boolean): void {
    const last = rows.at(-1);
    const lastPlace = this.rows.findIndex((row) => row.id === last?.id);
    const below = isEnd || lastPlace < from ? [] : this.rows.slice(lastPlace + 1);
    this.#isComplete = isEnd || (this.#isComplete && below.length > 0);
    for (const row of rows) {
      this.#fresh.add(row.id);
    }
    this.rows = [...this.rows.slice(0, from), ...rows, ...below];
    this.lines = linesOf(this.rows);
  }

  #isNewer(row: CallRow): boolean {
    if (this.#newest === null) {
      return true;
    }
    const at = secondOf(row);
    const newestAt = secondOf(this.#newest);
    return at > newestAt || (at === newestAt && row.id > this.#newest.id);
  }
}

/** The list goes by whole seconds, and within one by the order in which calls were recorded. */
function secondOf(row: CallRow): number {
  return Math.floor(Date.parse(row.started_at) / 1000);
}
