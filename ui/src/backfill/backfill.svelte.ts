// Earlier calls: looked at first, logged once the person approves. There is one per window, so that nothing that came
// of it is lost when the person goes to another page.

import { Attempt } from "../attempt.svelte";
import type { DaysAsked, PlanView } from "../bindings";
import { dayAfter, dayOf } from "../calls/filter";
import type { Ringlog } from "../ringlog";

export class Backfill {
  isOpen = $state(false);
  days: DaysAsked = $state(weekBefore(new Date()));
  /** What would become of the calls of the days that were asked for last; nothing else can be approved. */
  plan: PlanView | null = $state.raw(null);
  readonly looking = new Attempt();
  readonly approving = new Attempt();
  readonly cancelling = new Attempt();

  readonly #ringlog: Ringlog;
  #isLookCancelled = false;
  #isLoggingCancelled = false;

  constructor(ringlog: Ringlog) {
    this.#ringlog = ringlog;
  }

  open(): void {
    this.isOpen = true;
    if (this.looking.isRunning || this.approving.isRunning) return;
    this.days = weekBefore(new Date());
    this.chooseDays();
  }

  /** Ends a look that is under way; what was approved goes on. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.approving.forget();
    if (this.looking.isRunning) void this.cancelLook();
  }

  /** Leads from a plan back to the days. */
  chooseDays(): void {
    this.plan = null;
    for (const attempt of [this.looking, this.approving, this.cancelling]) attempt.forget();
  }

  async look(): Promise<void> {
    this.chooseDays();
    this.#isLookCancelled = false;
    await this.looking.run(async () => {
      const plan = await this.#ringlog.lookBack({ ...this.days });
      if (!this.#isLookCancelled) this.plan = plan;
    });
    if (this.#isLookCancelled) this.looking.forget();
  }

  /** Ends the look, even one that an earlier window began; that the person wanted it so is no trouble. */
  async cancelLook(): Promise<void> {
    if (this.cancelling.isRunning) return;
    this.#isLookCancelled = true;
    this.#isLookCancelled = await this.cancelling.run(() => this.#ringlog.cancelLookBack());
  }

  /** Has the calls logged that the plan shows. */
  async approve(): Promise<void> {
    if (this.plan === null) return;
    const { from, to } = this.plan;
    this.#isLoggingCancelled = false;
    const isDone = await this.approving.run(() => this.#ringlog.backfill({ from, to }));
    if (isDone) this.isOpen = false;
    if (this.#isLoggingCancelled) this.approving.forget();
  }

  /** Whether what is not logged yet is left out from now on. */
  async cancelLogging(): Promise<boolean> {
    if (this.cancelling.isRunning) return false;
    this.#isLoggingCancelled = true;
    this.#isLoggingCancelled = await this.cancelling.run(() => this.#ringlog.cancelBackfill());
    return this.#isLoggingCancelled;
  }
}

function weekBefore(now: Date): DaysAsked {
  const today = dayOf(now);
  return { from: dayAfter(today, -7), to: dayAfter(today, -1) };
}
