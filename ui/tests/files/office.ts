// A ledger of made-up calls that answers when it is told to.

import type { CallCount, CallFilter, CallRow } from "../../src/bindings";
import type { CallSource } from "../../src/calls/list.svelte";

const NEWEST = Date.UTC(2026, 8, 21, 15, 0, 0);

/** The call with this id; a higher id is a newer call, ten minutes apart. */
export function callRow(id: number, more: Partial<CallRow> = {}): CallRow {
  return {
    id,
    direction: "inbound",
    outcome: "connected",
    started_at: new Date(NEWEST - (100_000 - id) * 600_000).toISOString(),
    talk_seconds: 60,
    who: `Caller ${id}`,
    company: null,
    number: null,
    state: "logged",
    reason: null,
    has_record: true,
    ...more,
  };
}

/** So many calls, newest first. */
export function callRows(newest: number, count: number): CallRow[] {
  return Array.from({ length: count }, (_, place) => callRow(newest - place));
}

/** Answers at once, unless it is held. */
export class Office implements CallSource {
  /** Newest first. */
  ledger: CallRow[];
  asked: { filter: CallFilter; before: number | null }[] = [];
  refusal: Error | null = null;
  #held: (() => void)[] | null = null;

  constructor(ledger: CallRow[]) {
    this.ledger = ledger;
  }

  /** Every later question waits for `answer`. */
  hold(): void {
    this.#held = [];
  }

  /** Answers the held question that was asked as the `place`-th. */
  answer(place: number): void {
    this.#held?.[place]?.();
  }

  async calls(filter: CallFilter, before: number | null, limit: number): Promise<CallRow[]> {
    this.asked.push({ filter, before });
    await this.#turn();
    if (this.refusal) throw this.refusal;
    const fitting = this.#fitting(filter);
    const from = before === null ? 0 : fitting.findIndex((row) => row.id < before);
    return from < 0 ? [] : fitting.slice(from, from + limit);
  }

  countCalls(filter: CallFilter): Promise<CallCount> {
    return Promise.resolve({ calls: this.#fitting(filter).length, is_more: false });
  }

  #fitting({ search, state }: CallFilter): CallRow[] {
    return this.ledger.filter((row) => row.who.includes(search) && (state === null || row.state === state));
  }

  #turn(): Promise<void> {
    const held = this.#held;
    return held === null ? Promise.resolve() : new Promise((resolve) => held.push(resolve));
  }
}
