// The two ways to Microsoft's page: consent and linking. There is one per window, since one wait can be under way.

import { Attempt } from "./attempt.svelte";
import type { Purpose } from "./bindings";
import type { Ringlog } from "./ringlog";

export class SignIn {
  readonly attempt = new Attempt();
  purpose = $state<Purpose | null>(null);
  /** What the last linking found that the person should know, a sentence each. */
  toKnow = $state.raw<string[]>([]);

  readonly #ringlog: Ringlog;
  #isCancelled = false;

  constructor(ringlog: Ringlog) {
    this.#ringlog = ringlog;
  }

  grantConsent = (): Promise<boolean> => this.#begin("consent", () => this.#ringlog.grantConsent());

  link = (): Promise<boolean> =>
    this.#begin("link", async () => {
      this.toKnow = await this.#ringlog.link();
    });

  /** Ends the wait; that the person wanted it so is no trouble. */
  cancel = async (): Promise<void> => {
    this.#isCancelled = true;
    await this.#ringlog.cancelSignIn();
  };

  async #begin(purpose: Purpose, work: () => Promise<void>): Promise<boolean> {
    if (this.attempt.isRunning) return false;
    this.#isCancelled = false;
    this.purpose = purpose;
    const isDone = await this.attempt.run(work);
    if (this.#isCancelled) this.attempt.forget();
    return isDone;
  }
}
