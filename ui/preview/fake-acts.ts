// What the fake app knows of a call, and what becomes of it when a person acts on it.

import type { CallAct, CallAction, CallDetail, CallRow, RecordLine } from "../src/bindings";

/** What is known of a call, as far as a scene does not say otherwise. */
export function detailOf(row: CallRow): CallDetail {
  const isLogged = row.state === "logged";
  return {
    row,
    source_id: `c7e1-${row.id}@pbx.contoso.com`,
    extension: "41",
    answered_at: row.outcome === "connected" ? after(row, 8) : null,
    ended_at: after(row, row.talk_seconds + 8),
    logged_at: isLogged ? after(row, row.talk_seconds + 40) : null,
    has_contact: isLogged && row.reason === null,
    subject: isLogged ? `Call with ${row.who}` : null,
    notes: [],
    question: row.state === "needs_you" ? { candidates: PARKS, may_create: true, limit: LIMIT } : null,
    remembered: null,
    pending: [],
    history: [
      { at: after(row, row.talk_seconds + 30), words: "Ringlog found the call at the PBX." },
      { at: after(row, row.talk_seconds + 40), words: row.reason ?? "The call was logged in Dynamics." },
    ],
    actions: actsOf(row),
  };
}

/** What a question says of its time limit. */
export const LIMIT = "Without an answer it is logged without a contact on 22 November 2026, 09:12.";
const PARKS: RecordLine[] = [
  { entity: "contact", id: "7d1c6f0a-0001", name: "Ida Park", about: "Litware Design", why: null },
  { entity: "contact", id: "7d1c6f0a-0002", name: "Joel Park", about: "Proseware Print", why: null },
];

function after(row: CallRow, seconds: number): string {
  return new Date(Date.parse(row.started_at) + seconds * 1000).toISOString();
}

function actsOf({ state, reason }: CallRow): CallAct[] {
  switch (state) {
    case "logged":
      return ["correct", "note", "rename", "undo", "make_private"];
    case "needs_you":
      return ["choose", "retry", "note", "rename", "make_private"];
    case "failed":
      return ["retry", "note", "rename", "make_private"];
    case "waiting":
      return ["note", "rename", "make_private"];
    case "left_out":
      return reason?.includes("you ") ? ["log"] : [];
  }
}

/** What is known after an act, and what the app says of it. */
export function acted(detail: CallDetail, action: CallAction, records: RecordLine[]): { detail: CallDetail; words: string } {
  const known = [...(detail.question?.candidates ?? []), ...records];
  switch (action.kind) {
    case "retry":
      return { detail, words: "Ringlog tries again now." };
    case "log":
      return { detail: become(detail, { state: "waiting", reason: null }), words: "Ringlog logs it now." };
    case "choose": {
      const { name, about } = known.find(({ id }) => id === action.id) ?? { name: "Somebody", about: null };
      const logged = become(detail, { state: "logged", reason: null, who: name, company: about, has_record: true });
      return { detail: logged, words: `Logged with ${name}; Ringlog remembers it for this number.` };
    }
    case "choose_new_contact": {
      const logged = become(detail, { state: "logged", reason: null, has_record: true });
      return { detail: logged, words: "A contact was made, and the call is logged with it." };
    }
    case "choose_nobody": {
      const reason = "Logged without a contact, as you chose.";
      return { detail: become(detail, { state: "logged", reason, has_record: true }), words: reason };
    }
    case "note":
      return { detail: { ...detail, notes: [...detail.notes, action.text] }, words: "The note stands in Dynamics." };
    case "rename":
      return { detail: { ...detail, subject: action.subject }, words: "The subject is changed in Dynamics." };
    case "undo": {
      const reason = "Left out: you took it out of Dynamics again.";
      return { detail: become(detail, { state: "left_out", reason, has_record: false }), words: "It is out of Dynamics." };
    }
    case "make_private": {
      const reason = "Left out: you keep this call to yourself.";
      return { detail: become(detail, { state: "left_out", reason, has_record: false }), words: "It stays with you." };
    }
  }
}

function become(detail: CallDetail, changes: Partial<CallRow>): CallDetail {
  const row = { ...detail.row, ...changes };
  const { has_contact, subject, question, actions } = detailOf(row);
  return { ...detail, row, has_contact, subject, question, actions };
}
