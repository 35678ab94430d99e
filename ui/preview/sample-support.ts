// A report of numbers and a text for support, as an office may have them.

import type { NumbersView } from "../src/bindings-support";

const SHORT = "It is as short as an extension. Write the whole number, the extension after “ext.”.";
const TWO = "Two numbers stand in one field. Give each a field of its own.";
const SHARED = "Several records have this number: each call asks whose it is. Leave it with one of them, or give them a common account.";

export const FAULTY_NUMBERS: NumbersView = {
  records: 4812,
  numbers: 7310,
  faulty: 17,
  faults: [
    { words: SHORT, count: 9 },
    { words: TWO, count: 6 },
    { words: SHARED, count: 2 },
  ],
  rows: [
    { row: 0, who: "Jon Aske", more: "Fabrikam", column: "mobilephone", written: "504", words: SHORT, suggestion: null },
    {
      row: 1, who: "Nadia Brandt", more: null, column: "telephone1",
      written: "020 7946 0018 / -19", words: TWO, suggestion: "+442079460018",
    },
    { row: 2, who: "Reception", more: "Account", column: "telephone1", written: "+44 20 7946 0000", words: SHARED, suggestion: null },
  ],
  is_sharing_incomplete: false,
};

export const DIAGNOSTICS = [
  "Ringlog diagnostics",
  "",
  "Made 2026-11-18T15:42:00Z by Ringlog 0.1.0 on linux x86_64.",
  "",
  "## Settings",
  "",
  "pbx.url = https://host-3f9a10bc77  (file)",
  "pbx.extension = extension-77d0a1e2b4  (file)",
  "rules.never_log = not shown",
  "",
  "## The last calls, newest first",
  "",
  "1. 2026-11-18T15:30:00Z Inbound, Connected, talked 42 s",
  "   number number-5bdcc146bf, as written number-5bdcc146bf (999 9999 9999), name name-0c3e7d9a51",
].join("\n");
