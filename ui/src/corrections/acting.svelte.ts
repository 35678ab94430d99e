// What a person does with a call: one act at a time, and what came of the last one.

import type { ActedLine, CallAction, Trouble } from "../bindings";
import { type Ringlog, troubleOf } from "../ringlog";

/** An act on a call, by the ledger's number of the call. */
type Act = { call: number; action: CallAction };

/** What came of an act: what the app says of it, or why it could not even be asked for. */
export type Outcome = { call: number } & ({ acted: ActedLine; trouble: null } | { acted: null; trouble: Trouble });

export class Acting {
  running: Act | null = $state.raw(null);
  outcome: Outcome | null = $state.raw(null);

  #ringlog: Pick<Ringlog, "act">;
  #onacted: () => void;

  /** `onacted` is told whenever something may have changed. */
  constructor(ringlog: Pick<Ringlog, "act">, onacted: () => void) {
    this.#ringlog = ringlog;
    this.#onacted = onacted;
  }

  /** Whether it was done; a second act while one runs is not. */
  async run(call: number, action: CallAction): Promise<boolean> {
    if (this.running !== null) return false;
    this.running = { call, action };
    this.outcome = null;
    try {
      const acted = await this.#ringlog.act(call, action);
      this.outcome = { call, acted, trouble: null };
      return !acted.is_refused;
    } catch (reason) {
      this.outcome = { call, acted: null, trouble: troubleOf(reason) };
      return false;
    } finally {
      this.running = null;
      this.#onacted();
    }
  }

  isRunning(call: number, action: CallAction): boolean {
    return this.running?.call === call && JSON.stringify(this.running.action) === JSON.stringify(action);
  }

  /** Something else was done about the call. */
  tell(call: number, words: string): void {
    this.outcome = { call, acted: { words, is_refused: false }, trouble: null };
  }

  forget(): void {
    this.outcome = null;
  }
}
