// One line of a step, checked as it is typed.

import type { Field } from "../bindings";
import type { Ringlog } from "../ringlog";

/** Complaints wait until the person pauses. */
const PAUSE_MILLISECONDS = 400;

export class CheckedLine {
  value = $state("");
  error = $state<string | null>(null);
  readonly isFixed: boolean;

  readonly #ringlog: Ringlog;
  readonly #key: string;
  readonly #missing: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `missing` is said where the line must not stay empty. */
  constructor(ringlog: Ringlog, key: string, known: Field, missing: string | null) {
    this.#ringlog = ringlog;
    this.#key = key;
    this.#missing = missing;
    this.value = known.value;
    this.isFixed = known.is_fixed;
  }

  typed = (): void => {
    this.error = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE_MILLISECONDS);
  };

  /** Whether the value may be sent. */
  async check(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.isFixed) return true;
    if (this.#missing !== null && this.value.trim() === "") this.error = this.#missing;
    else await this.#ask();
    return this.error === null;
  }

  async #ask(): Promise<void> {
    const asked = this.value;
    const sentence = asked.trim() === "" ? null : await this.#ringlog.checkSetting(this.#key, asked.trim());
    if (this.value === asked) this.error = sentence;
  }
}
