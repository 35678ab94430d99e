// Something the person asked for, while it runs and when it fails.

import type { Trouble } from "./bindings";
import { troubleOf } from "./ringlog";

/** Shows whether its work runs and what went wrong the last time; a second press while it runs does nothing. */
export class Attempt {
  isRunning = $state(false);
  trouble = $state.raw<Trouble | null>(null);

  /** Whether the work was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isRunning) return false;
    this.isRunning = true;
    this.trouble = null;
    try {
      await work();
      return true;
    } catch (reason) {
      this.trouble = troubleOf(reason);
      return false;
    } finally {
      this.isRunning = false;
    }
  }

  forget(): void {
    this.trouble = null;
  }
}
