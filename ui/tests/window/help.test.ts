import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";

import licences from "../../src/licences.json";
import { type Opened, barriers, openScene } from "./open-scene";

beforeEach(() => page.viewport(960, 680));
afterEach(() => page.viewport(960, 680));

const openHelp = (name = "help"): Promise<Opened> => openScene(name, { page: "help" });
const button = ({ screen }: Opened, name: string) => screen.getByRole("button", { name, exact: true });

test("everything is checked when the person asks, and not before", async () => {
  const opened = await openHelp();
  await expect.element(button(opened, "Check everything")).toBeVisible();
  expect(opened.ringlog.argumentsOf("examine")).toEqual([]);
  await button(opened, "Check everything").click();

  await expect.element(opened.screen.getByText("Everything is as it should be.")).toBeVisible();
  await expect.element(opened.screen.getByText("Dynamics knows Mira Holm.")).toBeVisible();
});

test("a check says how it came out in a word, what was found, what to do, and has a button for it", async () => {
  const opened = await openHelp("help-signed-out");
  await button(opened, "Check everything").click();
  await expect.element(opened.screen.getByText("2 checks found something to look at.")).toBeVisible();
  const check = opened.screen.getByRole("listitem").filter({ hasText: "Microsoft no longer accepts" });
  await expect.element(check).toHaveTextContent(/Does not work/);
  await expect.element(check).toHaveTextContent(/Link the account again/);
  expect(await barriers()).toEqual([]);
  await check.getByRole("button", { name: "Link account" }).click();

  await expect.poll(() => opened.ringlog.argumentsOf("link")).toHaveLength(1);
});

test("a check that cannot run says why", async () => {
  const opened = await openHelp("help-refused");
  await button(opened, "Check everything").click();

  await expect.element(opened.screen.getByText("The engine is being stopped.")).toBeVisible();
});

test("every symptom says what is checked and what to do", async () => {
  const opened = await openHelp();
  const card = opened.screen.getByRole("region", { name: "What do you see?" }).element();
  const summaries = card.querySelectorAll<HTMLElement>("summary");
  expect(summaries).toHaveLength(8);
  for (const summary of summaries) summary.click();

  await expect.poll(() => opened.screen.getByRole("heading", { name: "What to do" }).elements()).toHaveLength(8);
  for (const list of document.querySelectorAll("details .content ul")) {
    expect(list.querySelectorAll("li").length).toBeGreaterThan(0);
  }
  expect(await barriers()).toEqual([]);
});

test.each([
  ["A call does not appear in Dynamics", "Calls left out", "radio", "Left out"],
  ["A call is on the wrong person", "Calls that need you", "radio", "Needs you"],
])("the symptom %s leads to the calls it is about", async (symptom, way, role, words) => {
  const opened = await openHelp();
  await opened.screen.getByText(symptom).click();
  await button(opened, way).click();

  await expect.element(opened.screen.getByRole(role as "radio", { name: words })).toBeChecked();
});

test("a symptom leads to the very setting it is about", async () => {
  const opened = await openHelp("settings");
  await opened.screen.getByText("A contact is missing, or there is one too many").click();
  await button(opened, "Unknown numbers").click();
  await expect.element(opened.screen.getByRole("combobox", { name: "Unknown numbers" })).toBeVisible();

  expect(document.querySelectorAll("[data-key]")).toHaveLength(1);
  await opened.screen.getByRole("button", { name: "Clear the search" }).click();
  await expect.poll(() => document.querySelectorAll("[data-key]").length).toBeGreaterThan(10);
});

test("what support asks for is copied in one press", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const opened = await openHelp();
  await button(opened, "Copy for support").click();

  await expect.element(opened.screen.getByText("Copied")).toBeVisible();
  expect(write).toHaveBeenCalledWith("Ringlog 0.1.0\nLinux 6.1, x86_64\n/home/mira/.local/share/ringlog");
  write.mockRestore();
});

test("where the clipboard is closed, what support asks for is selected", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("closed"));
  const opened = await openHelp();
  await button(opened, "Copy for support").click();

  await expect.poll(() => getSelection()?.toString()).toContain("Linux 6.1, x86_64");
  write.mockRestore();
});

test("the folder with the logs is opened by name", async () => {
  const opened = await openHelp();
  await button(opened, "Open the logs").click();

  expect(opened.ringlog.argumentsOf("open")).toEqual([[{ name: "logs" }]]);
});

test("the licences of everything Ringlog is built from are listed", async () => {
  const opened = await openHelp();
  await opened.screen.getByText(`Built from ${licences.length} packages of others`).click();

  await expect.poll(() => opened.screen.getByRole("rowheader").elements().length).toBe(licences.length);
  await expect.element(opened.screen.getByRole("row", { name: /^tauri / })).toBeInTheDocument();
  await expect.element(opened.screen.getByRole("row", { name: /^svelte / })).toBeInTheDocument();
  expect(await barriers()).toEqual([]);
});
