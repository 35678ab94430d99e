// The one call that is shown with everything that is known of it.

import type { CallDetail, Trouble } from "../bindings";
import { type Ringlog, troubleOf } from "../ringlog";
import { Turns } from "../turns";

export class OpenCall {
  /** The call that was asked for last; `null` while none is shown. */
  id: number | null = $state(null);
  /** What is known of it, or of the one before until the answer is there. */
  detail: CallDetail | null = $state.raw(null);
  /** The ledger has no such call. */
  isMissing: boolean = $state(false);
  trouble: Trouble | null = $state.raw(null);

  #ringlog: Pick<Ringlog, "call">;
  #questions = new Turns();

  constructor(ringlog: Pick<Ringlog, "call">) {
    this.#ringlog = ringlog;
  }

  async show(id: number): Promise<void> {
    this.id = id;
    const isNewest = this.#questions.take();
    try {
      const detail = await this.#ringlog.call(id);
      if (!isNewest()) return;
      this.detail = detail;
      this.isMissing = detail === null;
      this.trouble = null;
    } catch (reason) {
      if (!isNewest()) return;
      this.detail = null;
      this.trouble = troubleOf(reason);
    }
  }

  /** Something may have happened to it. */
  async changed(): Promise<void> {
    if (this.id !== null) await this.show(this.id);
  }

  close(): void {
    this.#questions.take();
    this.id = null;
    this.detail = null;
    this.isMissing = false;
    this.trouble = null;
  }
}
