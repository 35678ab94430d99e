// What a view is made of in the usual case; each scene changes what it is about.

import type { FirstRun, Known, PartLine, Step, View } from "../src/bindings";
import { sampleCalls } from "./sample-calls";

/** The afternoon of today at which every scene plays. */
export const NOW = new Date();
NOW.setHours(15, 42, 0, 0);

const CHECKED = new Date(NOW.getTime() - 20_000).toISOString();

export const PBX_OK: PartLine = {
  part: "pbx", name: "PBX", state: "ok", message: "The PBX answers.", checked_at: CHECKED, cure: null,
};
export const SIGN_IN_OK: PartLine = {
  part: "sign_in", name: "Microsoft sign-in", state: "ok", message: "Signed in as mira.holm@contoso.com.",
  checked_at: CHECKED, cure: null,
};
export const DYNAMICS_OK: PartLine = {
  part: "dynamics", name: "Dynamics 365", state: "ok", message: "Dynamics takes your phone calls.",
  checked_at: CHECKED, cure: null,
};

export function off(part: PartLine, message: string): PartLine {
  return { ...part, state: "off", message, checked_at: null };
}

export function linkedView(): View {
  const today = sampleCalls(NOW, 6);
  return {
    locale: "en-GB",
    language: "en",
    is_demo: false,
    light: { light: "green", icon: "linked", words: "All is well" },
    parts: [PBX_OK, SIGN_IN_OK, DYNAMICS_OK],
    account: {
      user_name: "mira.holm@contoso.com",
      full_name: "Mira Holm",
      organization_url: "https://contoso.crm4.dynamics.com",
      linked_at: "2026-10-02T08:15:00Z",
      sign_in_needed: null,
      is_insecure: false,
    },
    activity: { kind: "idle" },
    backfill: null,
    paused_until: null,
    first_run: null,
    counts: { logged: 1283, waiting: 0, needs_you: 0, left_out: 214, failed: 0 },
    last_logged: today[0] ?? null,
    today: today.filter((row) => row.state !== "needs_you"),
    needs_you: [],
    failure: null,
    notes: [],
  };
}

export function unlinkedView(): View {
  return {
    ...linkedView(),
    light: { light: "grey", icon: "unlinked", words: "Not linked" },
    parts: [
      PBX_OK,
      { ...off(SIGN_IN_OK, "No Microsoft account is linked."), cure: "link" },
      off(DYNAMICS_OK, "Dynamics is asked once an account is linked."),
    ],
    account: null,
    counts: { logged: 0, waiting: 0, needs_you: 0, left_out: 0, failed: 0 },
    last_logged: null,
    today: [],
  };
}

const NOTHING_KNOWN: Known = {
  pbx_url: { value: "", is_fixed: false },
  pbx_tenant: { value: "", is_fixed: false },
  extension: { value: "", is_fixed: false },
  has_pbx_password: false,
  organization_url: { value: "", is_fixed: false },
  client_id: { value: "", is_fixed: false },
  is_consent_granted: false,
};

const ALL_KNOWN: Known = {
  pbx_url: { value: "https://pbx.contoso.com", is_fixed: false },
  pbx_tenant: { value: "contoso.com", is_fixed: false },
  extension: { value: "41", is_fixed: false },
  has_pbx_password: true,
  organization_url: { value: "https://contoso.crm4.dynamics.com", is_fixed: false },
  client_id: { value: "3f2b9a10-6a52-4a5c-9a53-2f3c1d0e7b44", is_fixed: false },
  is_consent_granted: false,
};

const ORDER: Step[] = ["pbx", "organization", "consent", "link"];

/** A first run that has come to a step: what the steps before it asked is known. */
export function firstRun(step: Step, known: Partial<Known> = {}): FirstRun {
  const at = ORDER.indexOf(step);
  const { organization_url, client_id, ...pbx } = ALL_KNOWN;
  return {
    step,
    known: {
      ...NOTHING_KNOWN,
      ...(at > 0 ? pbx : {}),
      ...(at > 1 ? { organization_url, client_id } : {}),
      is_consent_granted: at > 2,
      ...known,
    },
  };
}

export function firstRunView(step: Step, known: Partial<Known> = {}): View {
  const view = unlinkedView();
  const isPbxKnown = step !== "pbx";
  return {
    ...view,
    light: { light: "grey", icon: "unlinked", words: "Not set up yet" },
    parts: [
      isPbxKnown ? PBX_OK : { ...off(PBX_OK, "No PBX is set up."), cure: "open_settings" },
      off(SIGN_IN_OK, "No Microsoft account is linked."),
      off(DYNAMICS_OK, "Dynamics is asked once an account is linked."),
    ],
    first_run: firstRun(step, known),
  };
}
