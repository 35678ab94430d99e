// What a person brings about on the pages, looked at in both schemes.

import { afterAll, afterEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import type { Page } from "../../src/ringlog";
import { type Opened, barriers, emulate, openScene } from "./open-scene";

type Step = { scene: string; on: Page; width?: number; take: (opened: Opened) => Promise<void> };

/** Opens the call in this place of the list. */
const openCall = (place: number) => async ({ screen }: Opened) => {
  await screen.getByRole("listbox").getByRole("option").nth(place).click();
  await expect.element(screen.getByRole("heading", { name: "History" })).toBeVisible();
};

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
  test.each(Object.entries(STEPS))("nothing keeps anybody from the page where %s", async (_, { scene, on, width, take }) => {
    await emulate({ colorScheme });
    await page.viewport(width ?? 960, 680);
    await take(await openScene(scene, { page: on }));

    expect(await barriers()).toEqual([]);
  });
});

afterEach(() => page.viewport(960, 680));
afterAll(() => emulate({ colorScheme: "light" }));
