// What is remembered for numbers, in the settings.

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";

import { type Opened, barriers, openState } from "./open-scene";

const card = ({ screen }: Opened) => screen.getByRole("region", { name: "Remembered choices" });
const lines = (opened: Opened) => card(opened).getByRole("listitem");
const forget = (opened: Opened) => card(opened).getByRole("button", { name: /^Forget/ });

test("each number stands with whose calls they are and since when", async () => {
  const opened = await openState("choices-few");

  await expect.element(lines(opened).nth(2)).toHaveTextContent(/\+44 20 7946 0112\s*Lena Ortiz\s*Fabrikam Logistics\s*Chosen 2 weeks ago/);
});

test("a choice is forgotten at a press, and the keyboard goes on at the next one", async () => {
  const opened = await openState("choices-few");
  await expect.element(forget(opened).nth(1)).toBeVisible();
  forget(opened).nth(1).element().focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => lines(opened).elements().length).toBe(3);
  await expect.element(card(opened).getByRole("button", { name: "Forget +44 20 7946 0112: Lena Ortiz" })).toHaveFocus();
  await expect.element(card(opened).getByRole("status")).toHaveTextContent(/^Forgotten/);

  expect(opened.ringlog.argumentsOf("forgetChoice")).toEqual([["+442079460111"]]);
  expect(await barriers()).toEqual([]);
});

test("after the last one the card says that nothing is remembered", async () => {
  const opened = await openState("choices-few");
  for (const left of [3, 2, 1, 0]) {
    await forget(opened).first().click();
    await expect.poll(() => lines(opened).elements().length).toBe(left);
  }

  await expect.element(card(opened).getByText(/^Nothing is remembered yet/)).toBeVisible();
  await expect.element(card(opened).getByRole("status")).toHaveFocus();
});

test("what could not be forgotten stays and says why", async () => {
  const opened = await openState("choices-few");
  opened.ringlog.refuse("forgetChoice", { message: "The ledger cannot be written." });
  await forget(opened).first().click();

  await expect.element(card(opened).getByRole("alert")).toHaveTextContent("The ledger cannot be written.");
  expect(lines(opened).elements()).toHaveLength(4);
  expect(await barriers()).toEqual([]);
});

test("many are searched by number, name or company", async () => {
  const opened = await openState("choices-many");
  await card(opened).getByRole("searchbox").fill("ortiz fabrikam");
  await expect.poll(() => lines(opened).elements().every((one) => one.textContent.includes("Lena Ortiz"))).toBe(true);
  await card(opened).getByRole("searchbox").fill("nobody");
  await expect.element(card(opened).getByText("No remembered choice fits.")).toBeVisible();
  expect(await barriers()).toEqual([]);
});

test("few are seen at a glance, without a search", async () => {
  const opened = await openState("choices-few");
  await expect.element(lines(opened).first()).toBeVisible();

  expect(card(opened).getByRole("searchbox").elements()).toEqual([]);
});

test("the search of the settings finds them, and leaves them out where it looks for something else", async () => {
  const opened = await openState("choices-few");
  const search = opened.screen.getByRole("searchbox", { name: "Search settings" });
  await search.fill("remembered");
  await expect.element(lines(opened).first()).toBeVisible();
  expect(opened.screen.getByRole("heading", { name: "No setting has these words" }).elements()).toEqual([]);
  await search.fill("quiet hours");

  await expect.poll(() => card(opened).elements()).toEqual([]);
});

test("choices that cannot be read are read again when the person asks", async () => {
  const opened = await openState("choices-unread");
  await expect.element(card(opened).getByRole("alert")).toHaveTextContent("The list of choices cannot be read");
  opened.ringlog.accept("choices");
  await card(opened).getByRole("button", { name: "Try again" }).click();

  await expect.element(lines(opened).first()).toBeVisible();
});
