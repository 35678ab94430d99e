// The newest question wins.

/**
 * Tells whether a question is still the newest one, so that an answer that comes late can be dropped.
 *
 * `take` is called when a question is asked; what it gives is called when its answer is there.
 */
export class Turns {
  #last = 0;

  take(): () => boolean {
    this.#last += 1;
    const mine = this.#last;
    return () => mine === this.#last;
  }
}
