// The troubleshooting list: what a person meets, what Ringlog checks, what to do, and where that is done.

import type { Cure, State } from "../bindings";

/** Where a person is led: to calls, to settings with these words, to the home page, or to what cures it. */
export type Way =
  | { to: "calls"; words: string; state: State | null }
  | { to: "settings"; words: string; sought: string }
  | { to: "home"; words: string }
  | { to: "cure"; cure: Cure }
  | { to: "administrator" };

/** Messages of the catalogue; those of `checks` and `todo` have a sentence on each line. */
export type Symptom = { title: string; checks: string; todo: string; ways: Way[] };

export const SYMPTOMS: Symptom[] = [
  {
    title: "help-absent",
    checks: "help-absent-checks",
    todo: "help-absent-todo",
    ways: [
      { to: "calls", words: "help-way-calls", state: null },
      { to: "calls", words: "help-way-left-out", state: "left_out" },
      { to: "calls", words: "help-way-failed", state: "failed" },
      { to: "settings", words: "help-way-rules", sought: "rules." },
    ],
  },
  {
    title: "help-person",
    checks: "help-person-checks",
    todo: "help-person-todo",
    ways: [
      { to: "calls", words: "help-way-needs-you", state: "needs_you" },
      { to: "settings", words: "help-way-choices", sought: "choices" },
      { to: "settings", words: "help-way-own-numbers", sought: "numbers.own" },
    ],
  },
  {
    title: "help-contact",
    checks: "help-contact-checks",
    todo: "help-contact-todo",
    ways: [
      { to: "settings", words: "help-way-country", sought: "numbers.region" },
      { to: "settings", words: "help-way-unknown-numbers", sought: "rules.unknown_number" },
      { to: "settings", words: "help-way-lookup", sought: "rules.match" },
      { to: "cure", cure: "check_numbers" },
    ],
  },
  {
    title: "help-sign-in",
    checks: "help-sign-in-checks",
    todo: "help-sign-in-todo",
    ways: [{ to: "cure", cure: "link" }],
  },
  {
    title: "help-consent",
    checks: "help-consent-checks",
    todo: "help-consent-todo",
    ways: [{ to: "cure", cure: "grant_consent" }, { to: "administrator" }],
  },
  {
    title: "help-colleagues",
    checks: "help-colleagues-checks",
    todo: "help-colleagues-todo",
    ways: [
      { to: "settings", words: "help-way-extension", sought: "pbx.extension" },
      { to: "settings", words: "help-way-queue", sought: "rules.log_queue_missed" },
      { to: "settings", words: "help-way-attribution", sought: "dynamics.attribution_email" },
    ],
  },
  {
    title: "help-twice",
    checks: "help-twice-checks",
    todo: "help-twice-todo",
    ways: [{ to: "calls", words: "help-way-calls", state: null }],
  },
  {
    title: "help-light",
    checks: "help-light-checks",
    todo: "help-light-todo",
    ways: [{ to: "home", words: "help-way-home" }],
  },
];
