// What a person brings about on the pages, looked at in both schemes.

import { afterAll, afterEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { CALL } from "../../preview/call-scenes";
import type { Page } from "../../src/ringlog";
import { type Opened, barriers, emulate, openScene } from "./open-scene";

type Step = { scene: string; on: Page; call?: number; width?: number; take: (opened: Opened) => Promise<void> };

/** Opens the call in this place of the list. */
const openCall = (place: number) => async ({ screen }: Opened) => {
  await screen.getByRole("listbox").getByRole("option").nth(place).click();
  await expect.element(screen.getByRole("heading", { name: "History" })).toBeVisible();
};

/** Presses this at the open call. */
const press = (name: string) => async ({ screen }: Opened) => {
  await screen.getByRole("region", { name: "Call", exact: true }).getByRole("button", { name, exact: true }).click();
};

/** Looks for another person, until this is said. */
const lookFor = (text: string, answer: string) => async (opened: Opened) => {
  await press("Wrong person…")(opened);
  await userEvent.keyboard(text);
  await expect.element(opened.screen.getByRole("dialog").getByText(answer).first()).toBeInTheDocument();
};

/** Goes through the dialog for earlier calls by these buttons, until this is said. */
const backfill = (scene: string, presses: string[], answer: RegExp, width?: number): Step => ({
  scene, on: "calls", ...(width === undefined ? {} : { width }),
  take: async ({ screen }) => {
    for (const name of ["Log earlier calls…", ...presses]) await screen.getByRole("button", { name, exact: true }).click();
    await expect.element(screen.getByRole("dialog").getByText(answer).first()).toBeVisible();
  },
});
const LOOK = "Show what would happen";
const APPROVE = "Log these calls";

const STEPS: Record<string, Step> = {
  "a logged call is open": { scene: "calls", on: "calls", take: openCall(0) },
  "a call that needs the person is open": { scene: "calls", on: "calls", take: openCall(2) },
  "a call that was left out is open": { scene: "calls", on: "calls", take: openCall(4) },
  "a call that failed is open": { scene: "calls-failed", on: "calls", take: openCall(0) },
  "a waiting call covers a narrow window": { scene: "calls", on: "calls", width: 480, take: openCall(7) },
  "a search found nothing": {
    scene: "calls", on: "calls",
    take: async ({ screen }) => {
      await screen.getByRole("searchbox").fill("nobody");
      await expect.element(screen.getByRole("heading", { name: "No call fits" })).toBeVisible();
    },
  },
  "a day is chosen": {
    scene: "calls", on: "calls",
    take: async ({ screen }) => {
      await screen.getByRole("button", { name: "Previous day" }).click();
      await expect.element(screen.getByRole("button", { name: "All days" })).toBeVisible();
    },
  },
  "the menu of a call is open": { scene: "call-logged", on: "calls", call: CALL, take: press("More") },
  "somebody is found for a call": { scene: "call-logged", on: "calls", call: CALL, take: lookFor("holm", "9 found") },
  "somebody is found in a narrow window": {
    scene: "call-logged", on: "calls", call: CALL, width: 400, take: lookFor("holm", "9 found"),
  },
  "nobody is found for a call": {
    scene: "call-logged", on: "calls", call: CALL, take: lookFor("zzz", "No contact, account or lead fits “zzz”."),
  },
  "nobody can be looked for": {
    scene: "call-search-fails", on: "calls", call: CALL, take: lookFor("holm", "Dynamics could not be reached."),
  },
  "an answer is under way": {
    scene: "call-asks-near", on: "calls", call: CALL,
    take: async (opened) => {
      opened.ringlog.wait("act");
      await press("New contact")(opened);
    },
  },
  "a note is too long": {
    scene: "call-logged", on: "calls", call: CALL,
    take: async (opened) => {
      await press("Add a note…")(opened);
      await opened.screen.getByRole("textbox", { name: "Note" }).fill("x".repeat(812));
      await expect.element(opened.screen.getByText("12 characters too many")).toBeVisible();
    },
  },
  "a note is refused": {
    scene: "call-refused", on: "calls", call: CALL,
    take: async (opened) => {
      await press("Add a note…")(opened);
      await userEvent.keyboard("Offer sent.{Control>}{Enter}{/Control}");
      await expect.element(opened.screen.getByText(/Somebody changed this record/)).toBeVisible();
    },
  },
  "a call is about to be undone": {
    scene: "call-logged", on: "calls", call: CALL,
    take: async (opened) => {
      await press("More")(opened);
      await opened.screen.getByRole("menuitem", { name: "Undo…" }).click();
    },
  },
  "an act is done": {
    scene: "call-asks-which", on: "calls", call: CALL,
    take: async (opened) => {
      await press("Log without a contact")(opened);
      await expect.element(opened.screen.getByRole("button", { name: "Say whose call it was…" })).toBeVisible();
    },
  },
  "earlier days are chosen": backfill("backfill-plan", [], /Nothing is logged before/),
  "earlier days are chosen wrongly": {
    scene: "backfill-plan", on: "calls",
    take: async ({ screen }) => {
      await screen.getByRole("button", { name: "Log earlier calls…" }).click();
      await screen.getByLabelText("First day").fill("");
      await screen.getByRole("button", { name: LOOK }).click();
      await expect.element(screen.getByText("Choose both days.")).toBeVisible();
    },
  },
  "earlier calls are looked at": backfill("backfill-looking", [LOOK], /120 records/),
  "earlier calls cannot be looked at": backfill("backfill-look-refused", [LOOK], /does not answer/),
  "every group of a plan is open": {
    scene: "backfill-plan", on: "calls", width: 480,
    take: async ({ screen }) => {
      for (const name of ["Log earlier calls…", LOOK]) await screen.getByRole("button", { name }).click();
      await expect.element(screen.getByRole("button", { name: APPROVE })).toBeVisible();
      for (const summary of document.querySelectorAll<HTMLElement>("dialog details:not([open]) summary")) summary.click();
    },
  },
  "a plan has nothing to log": backfill("backfill-plan-nothing", [LOOK], /nothing to log/),
  "a plan has no calls": backfill("backfill-plan-no-calls", [LOOK], /no calls of these days/),
  "a plan begins late": backfill("backfill-plan-begins-late", [LOOK], /history only begins/),
  "a plan is not listed whole": backfill("backfill-plan-many", [LOOK], /newest 500/),
  "a plan is being approved": backfill("backfill-approving", [LOOK, APPROVE], /Would be logged/, 480),
  "a plan cannot be approved": backfill("backfill-refused", [LOOK, APPROVE], /disk is full/),
  "a setting is wrong": {
    scene: "settings", on: "settings",
    take: async ({ screen }) => {
      await screen.getByRole("textbox", { name: "Extension", exact: true }).fill("4 1");
      await userEvent.keyboard("{Tab}");
      await expect.element(screen.getByText("Not saved.")).toBeVisible();
    },
  },
  "a setting is saved": {
    scene: "settings", on: "settings", width: 480,
    take: async ({ screen }) => {
      await screen.getByRole("textbox", { name: "Extension", exact: true }).fill("42");
      await userEvent.keyboard("{Tab}");
      await expect.element(screen.getByText("Saved", { exact: true })).toBeVisible();
    },
  },
  "everything was checked": {
    scene: "help-signed-out", on: "help",
    take: async ({ screen }) => {
      await screen.getByRole("button", { name: "Check everything" }).click();
      await expect.element(screen.getByText("2 checks found something to look at.")).toBeVisible();
    },
  },
  "every symptom is open": {
    scene: "help", on: "help", width: 480,
    take: async ({ screen }) => {
      await expect.element(screen.getByRole("heading", { name: "What do you see?" })).toBeVisible();
      for (const summary of document.querySelectorAll("summary")) summary.click();
      await expect.element(screen.getByRole("columnheader", { name: "Licence" })).toBeInTheDocument();
    },
  },
};

describe.each(["light", "dark"] as const)("in the %s scheme", (colorScheme) => {
  test.each(Object.entries(STEPS))("nothing keeps anybody from the page where %s", async (_, { scene, on, call, width, take }) => {
    await emulate({ colorScheme });
    await page.viewport(width ?? 960, 680);
    await take(await openScene(scene, { page: on, call: call ?? null }));

    expect(await barriers()).toEqual([]);
  });
});

afterEach(() => page.viewport(960, 680));
afterAll(() => emulate({ colorScheme: "light" }));
