import { afterAll, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";

import { FakeRinglog } from "../../preview/fake-ringlog";
import { linkedView } from "../../preview/sample-views";
import { sceneNamed } from "../../preview/scenes";
import Start from "../../src/Start.svelte";
import { barriers, emulate, openScene, openWindow } from "./open-scene";

test.each(["Calls", "Settings", "Help", "Home"])("the navigation leads to %s, where the focus is at the heading", async (name) => {
  const { screen } = await openScene("linked");
  if (name === "Home") await screen.getByRole("button", { name: "Help" }).click();
  await screen.getByRole("navigation").getByRole("button", { name }).click();

  await expect.element(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  await expect.element(screen.getByRole("navigation").getByRole("button", { name })).toHaveAttribute("aria-current", "page");
});

test("the first press of Tab offers to skip the navigation", async () => {
  const { screen } = await openScene("linked");
  await userEvent.keyboard("{Tab}");
  await expect.element(screen.getByRole("link", { name: "Skip to the content" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");

  await expect.element(screen.getByRole("main")).toHaveFocus();
});

test("the tray can bring a page to the front", async () => {
  const { screen, ringlog } = await openScene("linked");
  ringlog.bring({ page: "settings", call: null, state: null });

  await expect.element(screen.getByRole("navigation").getByRole("button", { name: "Settings" })).toHaveAttribute("aria-current", "page");
});

test("what a notification opened the window for is shown first", async () => {
  const ringlog = new FakeRinglog(linkedView());
  ringlog.view = () => {
    ringlog.bring({ page: "settings", call: null, state: null });
    return Promise.resolve(linkedView());
  };
  const { screen } = await openWindow(ringlog);

  await expect.element(screen.getByRole("navigation").getByRole("button", { name: "Settings" })).toHaveAttribute("aria-current", "page");
});

test("how many calls need the person stands at the navigation", async () => {
  const { screen } = await openScene("needs-you");

  await expect.element(screen.getByRole("navigation").getByRole("button", { name: "Calls" })).toHaveTextContent("3 calls need you");
});

test("notes are told until they are dismissed", async () => {
  const { screen, ringlog } = await openScene("needs-you");
  await expect.element(screen.getByText("Ringlog caught up with 12 calls of last night.")).toBeVisible();
  ringlog.accept("dismissNotes", (view) => ({ ...view, notes: [] }));
  await screen.getByRole("button", { name: "Dismiss" }).click();

  await expect.poll(() => screen.getByText("Ringlog caught up with 12 calls of last night.").elements()).toEqual([]);
});

test("the demo says so and opens its front desk", async () => {
  const { screen, ringlog } = await openScene("demo");
  await expect.element(screen.getByText("Demo: everything outside is simulated on this computer.")).toBeVisible();
  await screen.getByRole("button", { name: "Open the front desk" }).click();

  expect(ringlog.argumentsOf("open")).toEqual([[{ name: "front_desk" }]]);
});

test.each([
  ["de", "de-AT", "Verknüpft seit", "2. Oktober 2026"],
  ["fr", "fr-FR", "Associé depuis le", "2 octobre 2026"],
  ["es", "es-ES", "Vinculada desde", "2 de octubre de 2026"],
] as const)("the window speaks %s and writes dates as its people do", async (language, locale, words, date) => {
  const { screen } = await openWindow(sceneNamed("linked", { language, locale }));

  await expect.element(screen.getByText(words)).toBeVisible();
  await expect.element(screen.getByText(date)).toBeVisible();
  expect(document.documentElement.lang).toBe(language);
  expect(await barriers()).toEqual([]);
});

test("a change of the language changes the words at once", async () => {
  const { screen, ringlog } = await openScene("linked");
  ringlog.speak({ language: "de", locale: "de-DE" });

  await expect.element(screen.getByRole("button", { name: "Jetzt abgleichen" })).toBeVisible();
});

test("in high contrast nothing is told by a background alone", async () => {
  await emulate({ forcedColors: "active" });
  await openScene("linked");
  const current = document.querySelector("nav [aria-current]");

  expect(getComputedStyle(current ?? document.body).outlineStyle).toBe("solid");
  expect(await barriers()).toEqual([]);
});

test("an app that does not answer is told in words", async () => {
  const ringlog = new FakeRinglog(linkedView());
  ringlog.view = () => Promise.reject(new Error("command view not found"));
  const screen = await render(Start, { ringlog });

  await expect.element(screen.getByRole("alert")).toHaveTextContent("Ringlog did not answer this window.");
  await expect.element(screen.getByText("command view not found")).toBeVisible();
});

afterAll(() => emulate({ forcedColors: "none" }));
