// What a plan says.

import type { Prospect, Totals } from "../bindings";
import type { Say } from "../words/catalogue";

type ProspectWords = {
  /** Above its calls, with how many there are. */
  title: string;
  /** The same in a sentence; [`logged`] has that of the calls to be logged. */
  sentence: string | null;
  total: keyof Totals;
};

/** In the order they are shown. */
export const PROSPECTS: Record<Prospect, ProspectWords> = {
  log: { title: "backfill-group-log", sentence: null, total: "log" },
  ask: { title: "backfill-group-ask", sentence: "backfill-would-ask", total: "ask" },
  already_logged: {
    title: "backfill-group-already-logged", sentence: "backfill-already-logged", total: "already_logged",
  },
  leave_out: { title: "backfill-group-leave-out", sentence: "backfill-left-out", total: "left_out" },
  known: { title: "backfill-group-known", sentence: "backfill-known", total: "known" },
  unreadable: { title: "backfill-group-unreadable", sentence: "backfill-unreadable", total: "unreadable" },
};

/** How many records there are in all. */
export function recordsOf(totals: Totals): number {
  return Object.values(PROSPECTS).reduce((sum, { total }) => sum + totals[total], 0);
}

/** What would be logged, in a plain sentence. */
export function logged(totals: Totals, say: Say): string {
  const { log, on_new_contacts, new_contacts, without_contact } = totals;
  if (recordsOf(totals) === 0) return say("backfill-no-calls");
  if (log === 0) return say("backfill-would-log-none");
  const parts: [string, number][] = [
    ["backfill-on-known", log - on_new_contacts - without_contact],
    ["backfill-on-new", on_new_contacts],
    ["backfill-on-nobody", without_contact],
  ];
  const split = parts.filter(([, count]) => count > 0).map(([words, count]) => say(words, { count, contacts: new_contacts }));
  return say("backfill-would-log", { count: log, split: split.join(", ") });
}

/** What would become of the others, in plain sentences. */
export function others(totals: Totals, say: Say): string {
  return Object.values(PROSPECTS)
    .flatMap(({ sentence, total }) => (sentence && totals[total] > 0 ? [say(sentence, { count: totals[total] })] : []))
    .join(" ");
}
