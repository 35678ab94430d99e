// What the page knows: the app's latest view, the words for it, and where the person is.

import { createContext } from "svelte";

import { Backfill } from "./backfill/backfill.svelte";
import type { View } from "./bindings";
import type { Page, Ringlog, Show } from "./ringlog";
import { SignIn } from "./sign-in.svelte";
import { type Say, catalogue } from "./words/catalogue";
import { Formats } from "./words/formats";

/** One per window; components reach it by [`useSession`]. */
export class Session {
  readonly ringlog: Ringlog;
  readonly signIn: SignIn;
  readonly backfill: Backfill;
  view: View;
  shown: Show;
  /** The person sees the first run; putting it off shows the rest of the window. */
  isInFirstRun: boolean;
  /** What the settings are searched for when they open. */
  sought = $state("");

  /** The person is led to the numbers, which are checked as soon as they are shown. */
  wantsNumbers = $state(false);

  readonly #say: Say;
  readonly formats: Formats;

  constructor(ringlog: Ringlog, view: View) {
    this.ringlog = ringlog;
    this.signIn = new SignIn(ringlog);
    this.backfill = new Backfill(ringlog);
    this.view = $state.raw(view);
    this.shown = $state.raw<Show>({ page: "home", call: null, state: null });
    this.isInFirstRun = $state(view.first_run !== null);
    this.#say = $derived(catalogue(this.view.language, this.view.locale));
    this.formats = $derived(new Formats(this.view.locale));
  }

  /** A message of the catalogues in `locales/`. */
  say: Say = (id, args) => this.#say(id, args);

  /** Brings the person to the settings that have these words. */
  seek(words: string): void {
    this.sought = words;
    this.show("settings");
  }

  /** Brings the person to the numbers of Dynamics, and has them checked. */
  checkNumbers(): void {
    this.wantsNumbers = true;
    this.show("help");
  }

  /** Where the person goes, or is brought to; only home waits behind the first run. */
  show(page: Page, more: Partial<Omit<Show, "page">> = {}): void {
    this.shown = { page, call: null, state: null, ...more };
    if (page !== "home") this.isInFirstRun = false;
  }
}

export const [useSession, setSession] = createContext<Session>();
