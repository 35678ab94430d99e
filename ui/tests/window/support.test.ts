import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";

import { type Opened, barriers, openScene } from "./open-scene";

beforeEach(() => page.viewport(960, 680));
afterEach(() => page.viewport(960, 680));

const openHelp = (name = "help"): Promise<Opened> => openScene(name, { page: "help" });
const button = ({ screen }: Opened, name: string) => screen.getByRole("button", { name, exact: true });

test("the numbers are read when the person asks, with their count, and shown by reason", async () => {
  const opened = await openHelp();
  expect(opened.ringlog.argumentsOf("readNumbers")).toEqual([]);
  await button(opened, "Check the numbers").click();

  const { screen } = opened;
  await expect.element(screen.getByText("Of 7,310 numbers of 4,812 records 17 can never match a call, or ask each time.")).toBeVisible();
  await expect.element(screen.getByRole("definition").filter({ hasText: "as short as an extension" })).toBeVisible();
  await screen.getByText("The first 3 of 17").click();
  await expect.element(screen.getByText("020 7946 0018 / -19")).toBeVisible();
  await expect.element(screen.getByText("means +442079460018")).toBeVisible();
  expect(await barriers()).toEqual([]);
});

test("a number's record is opened in Dynamics by its place in the report", async () => {
  const opened = await openHelp();
  await button(opened, "Check the numbers").click();
  await opened.screen.getByText("The first 3 of 17").click();
  await button(opened, "Open Nadia Brandt in Dynamics").click();

  await expect.poll(() => opened.ringlog.argumentsOf("open")).toEqual([[{ name: "faulty_number", row: 1 }]]);
});

test("a reading tells how far it is and ends when the person cancels, and what was shown stays", async () => {
  const opened = await openHelp();
  opened.ringlog.wait("readNumbers");
  await button(opened, "Check the numbers").click();
  opened.ringlog.readRecords(2000);
  await expect.element(opened.screen.getByText("Reading: 2,000 records so far.")).toBeVisible();
  await button(opened, "Cancel").click();

  await expect.element(button(opened, "Check the numbers")).toBeVisible();
  expect(opened.ringlog.argumentsOf("cancelNumbers")).toHaveLength(1);
});

test("the report is saved, and the way to the file is shown", async () => {
  const opened = await openHelp();
  await button(opened, "Check the numbers").click();
  await button(opened, "Save all as CSV").click();
  await expect.element(opened.screen.getByText("Saved in /home/mira/Downloads/Ringlog numbers 2026-11-18.csv.")).toBeVisible();
  await button(opened, "Open folder").click();

  await expect.poll(() => opened.ringlog.argumentsOf("open")).toEqual([[{ name: "downloads" }]]);
});

test("the doctor leads to the numbers, which are read at once", async () => {
  const opened = await openHelp("help-numbers");
  await button(opened, "Check everything").click();
  const check = opened.screen.getByRole("listitem").filter({ hasText: "17 can never match" });
  await check.getByRole("button", { name: "Check the numbers" }).click();

  await expect.poll(() => opened.ringlog.argumentsOf("readNumbers")).toHaveLength(1);
});

test("the text for support is shown before it can be saved", async () => {
  const opened = await openHelp();
  await expect.element(button(opened, "Save this text")).not.toBeInTheDocument();
  await button(opened, "Show the text").click();

  const preview = opened.screen.getByRole("region", { name: "The text for support" });
  await expect.element(preview).toHaveTextContent(/rules.never_log = not shown/);
  expect(await barriers()).toEqual([]);
  await button(opened, "Save this text").click();
  await expect.element(opened.screen.getByText("Saved in /home/mira/Downloads/Ringlog diagnostics 2026-11-18.txt.")).toBeVisible();
});

test("what fails says why", async () => {
  const opened = await openHelp("help-refused");
  await button(opened, "Check the numbers").click();
  await expect.element(opened.screen.getByText("Dynamics asked for a pause of 30 more seconds.")).toBeVisible();
  await button(opened, "Show the text").click();

  await expect.element(opened.screen.getByText("A line of the ledger cannot be understood.")).toBeVisible();
});
