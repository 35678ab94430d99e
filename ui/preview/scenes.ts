// Every state of the window worth looking at, by name: the preview shows them, the tests check each of them.

import type { Trouble, View } from "../src/bindings";
import type { Page } from "../src/ringlog";
import { callScenes } from "./call-scenes";
import { FakeRinglog } from "./fake-ringlog";
import { pageScenes } from "./page-scenes";
import { sampleCalls } from "./sample-calls";
import {
  DYNAMICS_OK, NOW, PBX_OK, SIGN_IN_OK, firstRunView, linkedView, off, unlinkedView,
} from "./sample-views";

type Person = Pick<View, "language" | "locale">;

/** What the app answers, and the page, perhaps the call, a look at it begins with. */
export type Scene = { make: () => FakeRinglog; page?: Page; call?: number };

const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();

export const WRONG_PASSWORD: Trouble = {
  message: "The PBX refused the password of extension 41.",
  hint: "Type it again; after a second refusal Ringlog asks no more, so that the extension is not locked.",
  details: "HTTP 401 from https://pbx.contoso.com/rest/user/41@contoso.com",
  wants_admin_consent: false,
};

export const CONSENT_NEEDED: Trouble = {
  message: "Nobody has allowed Ringlog to use Dynamics in your organization yet.",
  hint: "Grant admin consent, or send the link to your administrator.",
  details: "AADSTS65001, correlation id 0b6e1c0e-5a86-4c0f-9d4a-0f2f7c1f6a10",
  wants_admin_consent: true,
};

const NO_ORGANIZATION: Trouble = {
  message: "There is no Dynamics organization at https://contso.crm4.dynamics.com.",
  hint: "Copy the address from the browser in which you use Dynamics.",
  details: null,
  wants_admin_consent: false,
};

const finishedLink = (view: View): View => ({ ...linkedView(), language: view.language, locale: view.locale, today: [] });
const nextStep = (step: "organization" | "consent" | "link") => (view: View): View => ({
  ...firstRunView(step), language: view.language, locale: view.locale,
});

/** A first run in which every step succeeds. */
function firstRun(view: View): FakeRinglog {
  return new FakeRinglog(view)
    .accept("connectPbx", nextStep("organization"))
    .accept("connectOrganization", nextStep("consent"))
    .accept("grantConsent", nextStep("link"))
    .accept("skipConsent", nextStep("link"))
    .accept("link", finishedLink);
}

function linked(changes: Partial<View> = {}): FakeRinglog {
  const unlinking = (view: View): View => ({ ...unlinkedView(), language: view.language, locale: view.locale });
  return new FakeRinglog({ ...linkedView(), ...changes }).accept("unlink", unlinking);
}

const attention = (words: string): View["light"] => ({ light: "amber", icon: "attention", words });
const broken = (words: string): View["light"] => ({ light: "red", icon: "error", words });

export const scenes: Record<string, Scene> = {
  ...pageScenes,
  ...callScenes,
  "first-run-pbx": { make: () => firstRun(firstRunView("pbx")) },
  "first-run-pbx-fixed": {
    make: () =>
      firstRun(firstRunView("pbx", {
        pbx_url: { value: "https://pbx.contoso.com", is_fixed: true },
        pbx_tenant: { value: "contoso.com", is_fixed: true },
        has_pbx_password: true,
      })),
  },
  "first-run-pbx-refused": { make: () => firstRun(firstRunView("pbx")).refuse("connectPbx", WRONG_PASSWORD) },
  "first-run-organization": { make: () => firstRun(firstRunView("organization")) },
  "first-run-organization-unknown": {
    make: () => firstRun(firstRunView("organization")).refuse("connectOrganization", NO_ORGANIZATION),
  },
  "first-run-consent": { make: () => firstRun(firstRunView("consent")) },
  "first-run-consent-in-browser": {
    make: () =>
      new FakeRinglog({ ...firstRunView("consent"), activity: { kind: "in_browser", purpose: "consent", trouble: null } }),
  },
  "first-run-link": { make: () => firstRun(firstRunView("link")) },
  "first-run-link-refused": { make: () => firstRun(firstRunView("link")).refuse("link", CONSENT_NEEDED) },
  "first-run-link-no-browser": {
    make: () =>
      new FakeRinglog({
        ...firstRunView("link"),
        activity: { kind: "in_browser", purpose: "link", trouble: "No browser could be opened on this computer." },
      }),
  },
  linked: { make: () => linked() },
  "linked-empty-day": { make: () => linked({ today: [], last_logged: null }) },
  syncing: {
    make: () =>
      linked({ light: { light: "amber", icon: "working", words: "Looking for calls" }, activity: { kind: "syncing" } }),
  },
  "catching-up": {
    make: () =>
      linked({
        light: { light: "amber", icon: "working", words: "Catching up: 148 of 1,260 calls" },
        activity: { kind: "catching_up", done: 148, total: 1260 },
      }),
  },
  "in-browser": { make: () => linked({ activity: { kind: "in_browser", purpose: "link", trouble: null } }) },
  "needs-sign-in": {
    make: () => {
      const why = "Your password was changed: link the account again.";
      const view = linkedView();
      return linked({
        light: attention("Sign in again"),
        parts: [
          PBX_OK,
          { ...SIGN_IN_OK, state: "attention", message: why, cure: "link" },
          off(DYNAMICS_OK, "Dynamics is asked again once you have signed in."),
        ],
        account: view.account && { ...view.account, sign_in_needed: why },
        counts: { ...view.counts, waiting: 4 },
      });
    },
  },
  "consent-missing": {
    make: () =>
      linked({
        light: attention("Admin consent is needed"),
        parts: [
          PBX_OK,
          { ...SIGN_IN_OK, state: "attention", message: CONSENT_NEEDED.message, cure: "grant_consent" },
          off(DYNAMICS_OK, "Not asked yet."),
        ],
      }).refuse("grantConsent", CONSENT_NEEDED),
  },
  "pbx-refused": {
    make: () =>
      linked({
        light: broken("The PBX refused the password"),
        parts: [
          {
            ...PBX_OK, state: "error", cure: "log_in_to_pbx",
            message: "The PBX refused the password of extension 41: give the new one.",
          },
          SIGN_IN_OK,
          DYNAMICS_OK,
        ],
      }).refuse("logInToPbx", WRONG_PASSWORD),
  },
  "dynamics-refused": {
    make: () =>
      linked({
        light: broken("A permission in Dynamics is missing"),
        parts: [
          PBX_OK,
          SIGN_IN_OK,
          {
            ...DYNAMICS_OK, state: "error", cure: "open_failed",
            message:
              "No phone calls can be created in Dynamics: ask your administrator to give your security role prvCreateActivity.",
          },
        ],
        counts: { ...linkedView().counts, failed: 3 },
      }),
  },
  "needs-you": {
    make: () => {
      const asking = sampleCalls(NOW, 24).filter((row) => row.state === "needs_you");
      return linked({
        light: attention("3 calls need you"),
        needs_you: asking,
        counts: { ...linkedView().counts, needs_you: asking.length },
        notes: [
          "Ringlog caught up with 12 calls of last night.",
          "Your e-mail address at the PBX differs from the one in Dynamics.",
        ],
      });
    },
  },
  paused: {
    make: () =>
      linked({ light: attention("Paused until 16:42"), paused_until: inMinutes(60) })
        .accept("resume", (view) => ({ ...view, light: linkedView().light, paused_until: null })),
  },
  stopped: {
    make: () =>
      linked({
        light: broken("Ringlog cannot work"),
        failure: "Another Ringlog works on this profile (process 4711): quit it and start this one again.",
      }),
  },
  unlinked: { make: () => new FakeRinglog(unlinkedView()).accept("link", finishedLink) },
  demo: { make: () => linked({ is_demo: true }) },
  "many-calls": { make: () => linked({ today: sampleCalls(NOW, 40, 12) }) },
};

/** The fake app of a scene, in a language. */
export function sceneNamed(name: string, person?: Person): FakeRinglog {
  const scene = scenes[name];
  if (!scene) throw new Error(`there is no scene "${name}"`);
  const ringlog = scene.make();
  if (person) ringlog.speak(person);
  return ringlog;
}
