// What would become of earlier calls of an invented company.

import type { DaysAsked, PlanView, PlannedLine, Prospect, Totals } from "../src/bindings";
import { noonOf } from "../src/calls/filter";

type Sample = Partial<PlannedLine> & Pick<PlannedLine, "who">;

const SAMPLES: Record<Prospect, Sample[]> = {
  log: [
    { who: "Tomas Berg", number: "+44 20 7946 0217", talk_seconds: 252 },
    { who: "Aiko Sanders", number: "+44 161 496 0340", talk_seconds: 47, direction: "outbound" },
    { who: "Rosa Delgado", number: "+44 115 496 0733", talk_seconds: 610, creates_contact: true },
    { who: "Priya Raman", number: "+44 113 496 0155", talk_seconds: 1934 },
    {
      who: "Withheld number", number: null, outcome: "no_answer",
      reason: "The number was withheld or is no phone number.",
    },
    { who: "Lena Ortiz", number: "+44 29 2018 0460", direction: "outbound", outcome: "busy" },
  ],
  ask: [
    {
      who: "+44 20 7946 0958", number: "+44 20 7946 0958", outcome: "no_answer",
      reason: "Several records have this number: Ida Park, Joel Park.",
    },
    { who: "+44 1632 960 983", number: "+44 1632 960 983", talk_seconds: 95, reason: "Nobody in Dynamics has this number." },
  ],
  already_logged: [
    {
      who: "Noor Haddad", number: "+44 28 9649 6072", talk_seconds: 305,
      reason: "Already logged by PBX Connector as “Call from +44 28 9649 6072”.",
    },
  ],
  leave_out: [
    { who: "Extension 44", direction: "internal", talk_seconds: 65, reason: "A call between extensions." },
    { who: "+44 20 7946 0001", number: "+44 20 7946 0001", talk_seconds: 3, reason: "3 s is shorter than the 5 s of the settings." },
  ],
  known: [{ who: "Tomas Berg", number: "+44 20 7946 0217", talk_seconds: 92, reason: "Ringlog has this call; it is logged." }],
  unreadable: [
    {
      who: "A record that cannot be read", direction: null, started_at: null, outcome: "unknown",
      reason: "The record has no time at which the call began.",
    },
  ],
};

const COUNTED: Record<Prospect, keyof Totals> = {
  log: "log", ask: "ask", already_logged: "already_logged", leave_out: "left_out", known: "known", unreadable: "unreadable",
};

/** A plan of so many calls, every 50 minutes one before the end of the last day. */
export function planOf(counts: Partial<Record<Prospect, number>>, { from, to }: DaysAsked): PlanView {
  const totals: Totals = {
    log: 0, on_new_contacts: 0, new_contacts: 0, without_contact: 0, ask: 0, already_logged: 0, left_out: 0, known: 0, unreadable: 0,
  };
  const end = noonOf(to).getTime() + 6 * 3_600_000;
  const calls = (Object.entries(counts) as [Prospect, number][]).flatMap(([prospect, count]) =>
    Array.from({ length: count }, (_, place): PlannedLine => {
      const sample = SAMPLES[prospect][place % SAMPLES[prospect].length] ?? { who: "Tomas Berg" };
      totals[COUNTED[prospect]] += 1;
      if (sample.creates_contact) {
        totals.on_new_contacts += 1;
        totals.new_contacts = 1;
      }
      if (prospect === "log" && sample.number === null) totals.without_contact += 1;
      return {
        prospect, direction: "inbound", outcome: "connected",
        started_at: new Date(end - place * 50 * 60_000).toISOString(),
        talk_seconds: 0, number: null, creates_contact: false, reason: null, ...sample,
      };
    }),
  );
  const to_approve = totals.log + totals.ask + totals.already_logged;
  return { from, to, totals, to_approve, history_begins_at: null, calls: calls.slice(0, 500) };
}

/** A plan in which something would become of a call in every way. */
export const samplePlan = (days: DaysAsked): PlanView =>
  planOf({ log: 12, ask: 3, already_logged: 2, leave_out: 5, known: 4, unreadable: 1 }, days);
