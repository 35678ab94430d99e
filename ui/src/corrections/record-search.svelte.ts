// Looking in Dynamics for whose call it was, as somebody types.

import type { RecordLine, Trouble } from "../bindings";
import { type Ringlog, troubleOf } from "../ringlog";
import { Turns } from "../turns";

/** How long nobody types before Dynamics is asked. */
const SEARCH_AFTER_MILLISECONDS = 300;

/** Fewer letters would find half of Dynamics. */
const LETTERS_MIN = 2;

export class RecordSearch {
  text: string = $state("");
  records: readonly RecordLine[] = $state.raw([]);
  /** What `records` were found for; `null` while nothing was asked. */
  found: string | null = $state(null);
  isFinding: boolean = $state(false);
  trouble: Trouble | null = $state.raw(null);

  #ringlog: Pick<Ringlog, "findRecords">;
  #questions = new Turns();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ringlog: Pick<Ringlog, "findRecords">) {
    this.#ringlog = ringlog;
  }

  /** Somebody typed: asks soon, unless there is too little to ask for. */
  type(): void {
    clearTimeout(this.#timer);
    this.#questions.take();
    const isEnough = this.text.trim().length >= LETTERS_MIN;
    this.isFinding = isEnough;
    if (isEnough) {
      this.#timer = setTimeout(() => void this.ask(), SEARCH_AFTER_MILLISECONDS);
    } else {
      this.#show([], null);
    }
  }

  async ask(): Promise<void> {
    const text = this.text.trim();
    const isNewest = this.#questions.take();
    this.isFinding = true;
    try {
      const records = await this.#ringlog.findRecords(text);
      if (isNewest()) this.#show(records, text);
    } catch (reason) {
      if (!isNewest()) return;
      this.#show([], null);
      this.trouble = troubleOf(reason);
    }
  }

  /** Nothing more is asked or shown after this. */
  close(): void {
    clearTimeout(this.#timer);
    this.#questions.take();
  }

  #show(records: readonly RecordLine[], found: string | null): void {
    this.records = records;
    this.found = found;
    this.isFinding = false;
    this.trouble = null;
  }
}
