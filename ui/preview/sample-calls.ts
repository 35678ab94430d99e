// Calls of an invented company, as the ledger would list them.

import type { CallRow } from "../src/bindings";

type Sample = Partial<CallRow> & Pick<CallRow, "who">;

const SAMPLES: Sample[] = [
  { who: "Tomas Berg", company: "Fabrikam Logistics", number: "+44 20 7946 0217", talk_seconds: 252 },
  { who: "Aiko Sanders", company: "Northwind Traders", number: "+44 161 496 0340", talk_seconds: 47, direction: "outbound" },
  {
    who: "+44 20 7946 0958", number: "+44 20 7946 0958", outcome: "no_answer", state: "needs_you", has_record: false,
    reason: "Several records have this number: Ida Park, Joel Park. Choose whose call it was, it is remembered for the number; after the time limit the call is logged without one.",
  },
  { who: "Priya Raman", company: "Adventure Works", number: "+44 113 496 0155", talk_seconds: 1934 },
  {
    who: "Extension 44", number: null, direction: "internal", talk_seconds: 65, state: "left_out", has_record: false,
    reason: "Left out: a call between extensions.",
  },
  { who: "Withheld number", number: null, outcome: "no_answer", reason: "Logged without a contact: the number was withheld." },
  { who: "Lena Ortiz", company: "Tailspin Toys", number: "+44 29 2018 0460", direction: "outbound", outcome: "busy" },
  {
    who: "Noor Haddad", company: "Wide World Importers", number: "+44 28 9649 6072", talk_seconds: 305, state: "waiting",
    reason: "Goes to Dynamics with the next pass.", has_record: false,
  },
];

/** A day's calls, newest first, one every `everyMinutes` before `now`. */
export function sampleCalls(now: Date, count: number, everyMinutes = 23): CallRow[] {
  return Array.from({ length: count }, (_, index) => {
    const sample = SAMPLES[index % SAMPLES.length] ?? { who: "Tomas Berg" };
    return {
      id: 4200 - index,
      direction: "inbound",
      outcome: "connected",
      started_at: new Date(now.getTime() - (index + 1) * everyMinutes * 60_000).toISOString(),
      talk_seconds: 0,
      company: null,
      number: null,
      state: "logged",
      reason: null,
      has_record: true,
      ...sample,
    };
  });
}
