// The states of one call that are worth looking at, and of what is remembered for numbers.

import type { CallDetail, CallRow, ChoiceLine, RecordLine } from "../src/bindings";
import { LIMIT } from "./fake-acts";
import { FakeRinglog, type World } from "./fake-ringlog";
import { sampleCalls } from "./sample-calls";
import { sampleSettings } from "./sample-settings";
import { NOW, linkedView } from "./sample-views";
import type { Scene } from "./scenes";

/** The call that each of these scenes is about. */
export const CALL = 4199;

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();

export const MIRA: RecordLine = {
  entity: "contact", id: "3a0f2f9e-0001", name: "Mira Holm", about: "Contoso Print", why: null,
};
const RECORDS: RecordLine[] = [
  MIRA,
  { entity: "contact", id: "3a0f2f9e-0002", name: "Mira Holm", about: "Contact", why: null },
  { entity: "contact", id: "3a0f2f9e-0003", name: "Jonas Holmberg", about: "Northwind Traders", why: null },
  { entity: "account", id: "3a0f2f9e-0004", name: "Holm & Daughters", about: "Account", why: null },
  { entity: "lead", id: "3a0f2f9e-0005", name: "Signe Holm", about: "Adventure Works", why: null },
  ...["Anders", "Bea", "Carl", "Dagny"].map((name, place): RecordLine => ({
    entity: "contact", id: `3a0f2f9e-001${place}`, name: `${name} Holm`, about: "Fabrikam Logistics", why: null,
  })),
];

const REMEMBERED: ChoiceLine = {
  number: "+441614960340", shown_number: "+44 161 496 0340", name: "Mira Holm", company: "Contoso Print",
  chosen_at: daysAgo(23),
};

export function sampleChoices(count: number): ChoiceLine[] {
  const whose = ["Ida Park", "Tomas Berg", "Lena Ortiz", "Noor Haddad"];
  return Array.from({ length: count }, (_, place) => ({
    number: `+4420794601${10 + place}`, shown_number: `+44 20 7946 01${10 + place}`,
    name: whose[place % whose.length] ?? "Ida Park", company: place % 3 === 1 ? null : "Fabrikam Logistics",
    chosen_at: daysAgo(place * 9),
  }));
}

function withCall(row: Partial<CallRow>, detail: Partial<CallDetail> = {}, world: Partial<World> = {}): FakeRinglog {
  const calls = sampleCalls(NOW, 24).map((known) => (known.id === CALL ? { ...known, ...row } : known));
  const needsYou = calls.filter(({ state }) => state === "needs_you");
  const counts = { ...linkedView().counts, needs_you: needsYou.length };
  const view = { ...linkedView(), needs_you: needsYou, today: calls.slice(0, 8), counts };
  return new FakeRinglog(view, { calls, records: RECORDS, choices: [REMEMBERED], details: { [CALL]: detail }, ...world });
}

const asking = (reason: string): Partial<CallRow> => ({
  who: "+44 161 496 0340", company: null, number: "+44 161 496 0340", state: "needs_you", has_record: false, reason,
});

const NEAR: RecordLine[] = [
  { ...MIRA, why: "Same last digits" },
  { entity: "lead", id: "3a0f2f9e-0005", name: "Signe Holm", about: "Lead", why: "Same name" },
  { entity: "account", id: "3a0f2f9e-0004", name: "Holm & Daughters", about: "Account", why: "Same number, in a place that is not searched" },
];

const UNKNOWN = "Nobody in Dynamics has this number.";
const logged = { who: "Mira Holm", company: "Contoso Print" };

const scene = (make: () => FakeRinglog): Scene => ({ page: "calls", call: CALL, make });
const choices = (count: number): Scene => ({
  page: "settings", make: () => withCall({}, {}, { settings: sampleSettings(), choices: sampleChoices(count) }),
});

export const callScenes: Record<string, Scene> = {
  "call-asks-which": scene(() => withCall(
    asking("Several records have this number: Ida Park, Joel Park. Choose whose call it was, it is remembered for the number; after the time limit the call is logged without one."),
  )),
  "call-asks-near": scene(() => withCall(
    asking(`${UNKNOWN} Perhaps it is Mira Holm, Signe Holm or Holm & Daughters: choose one, have a contact made, or log it without one; after the time limit it is logged without one.`),
    { question: { candidates: NEAR, may_create: true, limit: LIMIT } },
  )),
  "call-asks-unknown": scene(() => withCall(
    asking(`${UNKNOWN} Choose somebody, have a contact made, or log it without one; after the time limit it is logged without one.`),
    { question: { candidates: [], may_create: true, limit: LIMIT } },
  )),
  "call-logged": scene(() => withCall(logged, { remembered: REMEMBERED })),
  "call-logged-without-contact": scene(() => withCall({
    who: "Withheld number", company: null, number: null,
    reason: "Logged without a contact: the number was withheld or is no phone number.",
  })),
  "call-noted": scene(() => withCall(logged, {
    notes: [
      "Wants the offer by Friday.\nCall back after the meeting:\n  - price for 200\n  - delivery in May",
      "Offer sent.",
    ],
    subject: "Offer for 200 folding boxes",
  })),
  "call-pending": scene(() => withCall(logged, {
    pending: ["It is given to Jonas Holmberg.", "It is called “Offer for 200 folding boxes”."],
    notes: ["Offer sent."],
  })),
  "call-refused": scene(() => withCall(logged).object(
    "Somebody changed this record in Dynamics since Ringlog wrote it, so Ringlog does not remove it: open it in Dynamics and delete it there.",
  )),
  "call-unanswered": scene(() => withCall(logged).refuse("act", { message: "Dynamics could not be reached." })),
  "call-logged-by-another": scene(() => withCall(
    { ...logged, reason: "Already logged by PBX Connector as “Call from +44 161 496 0340”." },
    { actions: [], has_contact: true, subject: "Call from +44 161 496 0340" },
  )),
  "call-private": scene(() => withCall({
    ...logged, state: "left_out", has_record: false, reason: "Left out: you keep this call to yourself.",
  })),
  "call-failed": scene(() => withCall({
    ...logged, state: "failed", has_record: false,
    reason: "Your Dynamics role lacks the privilege prvCreateActivity: ask your administrator for it.",
  })),
  "call-search-fails": scene(() => withCall(logged).refuse("findRecords", {
    message: "Dynamics could not be reached.", hint: "Try again once this computer is online.",
  })),
  "choices-few": choices(4),
  "choices-many": choices(32),
  "choices-none": choices(0),
  "choices-unread": {
    page: "settings",
    make: () => withCall({}, {}, { settings: sampleSettings() }).refuse("choices", {
      message: "The list of choices cannot be read: another program holds the file.",
    }),
  },
};
