// Earlier calls: shown first, logged once the person approves, cancelled whenever they like.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { dayAfter, dayOf } from "../../src/calls/filter";
import { type Opened, openScene } from "./open-scene";

beforeEach(() => page.viewport(960, 680));
afterEach(() => page.viewport(960, 680));

const TODAY = dayOf(new Date());
const WEEK_BEFORE = { from: dayAfter(TODAY, -7), to: dayAfter(TODAY, -1) };
const CHOSEN = { from: "2026-05-01", to: "2026-05-14" };

const dialog = ({ screen }: Opened) => screen.getByRole("dialog");
const opener = ({ screen }: Opened) => screen.getByRole("button", { name: "Log earlier calls…" });
const button = (opened: Opened, name: string) => dialog(opened).getByRole("button", { name, exact: true });
const day = (opened: Opened, name: string) => dialog(opened).getByLabelText(name);
const group = (opened: Opened, name: string) => dialog(opened).getByRole("group").filter({ hasText: name });
const isClosed = (opened: Opened) => expect.poll(() => dialog(opened).elements()).toEqual([]);
const card = ({ screen }: Opened) => screen.getByRole("region", { name: "Logging earlier calls" });

async function openDialog(scene: string): Promise<Opened> {
  const opened = await openScene(scene, { page: "calls" });
  await opener(opened).click();
  return opened;
}

async function openPlan(scene: string): Promise<Opened> {
  const opened = await openDialog(scene);
  await button(opened, "Show what would happen").click();
  await expect.element(button(opened, "Other days")).toBeVisible();
  return opened;
}

async function choose(opened: Opened, { from, to }: typeof CHOSEN): Promise<void> {
  await day(opened, "First day").fill(from);
  await day(opened, "Last day").fill(to);
  await button(opened, "Show what would happen").click();
}

test("the keyboard alone leads from the list to the logging and back", async () => {
  const opened = await openScene("backfill-plan", { page: "calls" });
  await expect.element(opened.screen.getByRole("heading", { level: 1, name: "Calls" })).toHaveFocus();
  await userEvent.keyboard("{Tab}");
  await expect.element(opener(opened)).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.element(day(opened, "First day")).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.element(dialog(opened).getByText(/^12 calls would be logged/)).toBeVisible();
  await userEvent.keyboard("{Tab}{Tab}{Enter}");
  await expect.element(group(opened, "You would be asked")).toHaveAttribute("open");
  for (let press = 0; press < 7; press++) await userEvent.keyboard("{Tab}");
  await expect.element(button(opened, "Log these calls")).toHaveFocus();
  await userEvent.keyboard("{Enter}");

  await isClosed(opened);
  await expect.element(opener(opened)).toHaveFocus();
  await expect.element(card(opened)).toHaveTextContent("0 of 17");
});

describe("the days", () => {
  test("are the week before today, and none after today", async () => {
    const opened = await openDialog("backfill-plan");

    await expect.element(day(opened, "First day")).toHaveValue(WEEK_BEFORE.from);
    await expect.element(day(opened, "Last day")).toHaveValue(WEEK_BEFORE.to);
    await expect.element(day(opened, "Last day")).toHaveAttribute("max", TODAY);
  });

  test.each([
    ["Choose both days.", { from: "", to: "2026-05-14" }],
    ["The last day lies before the first.", { from: "2026-05-14", to: "2026-05-01" }],
    ["The last day is still to come.", { from: "2026-05-14", to: dayAfter(TODAY, 1) }],
  ])("are not asked for where they are wrong: %s", async (words, days) => {
    const opened = await openDialog("backfill-plan");
    await choose(opened, days);

    await expect.element(day(opened, "First day")).toHaveAccessibleDescription(words);
    expect(opened.ringlog.argumentsOf("lookBack")).toEqual([]);
  });

  test("stay as they were chosen where the look fails, which says why", async () => {
    const opened = await openDialog("backfill-look-refused");
    await choose(opened, CHOSEN);

    await expect.element(dialog(opened).getByRole("alert")).toHaveTextContent("The PBX at https://pbx.contoso.com does not answer.");
    await expect.element(day(opened, "First day")).toHaveValue(CHOSEN.from);
    await expect.element(day(opened, "Last day")).toHaveValue(CHOSEN.to);
    expect(opened.ringlog.argumentsOf("lookBack")).toEqual([[CHOSEN]]);
  });
});

describe("a look", () => {
  test("says how far it is", async () => {
    const opened = await openDialog("backfill-looking");
    await button(opened, "Show what would happen").click();

    await expect.element(dialog(opened).getByText("Reading the PBX’s history: 120 records…")).toBeVisible();
  });

  test("is cancelled at a press, which leads back to the days without a complaint", async () => {
    const opened = await openDialog("backfill-looking");
    await choose(opened, CHOSEN);
    await button(opened, "Cancel").click();

    await expect.element(day(opened, "First day")).toHaveFocus();
    await expect.element(day(opened, "First day")).toHaveValue(CHOSEN.from);
    expect(dialog(opened).getByRole("alert").elements()).toEqual([]);
    expect(opened.ringlog.argumentsOf("cancelLookBack")).toHaveLength(1);
  });

  test.each([
    ["Escape", () => userEvent.keyboard("{Escape}")],
    ["closing the dialog", (opened: Opened) => button(opened, "Close").click()],
    ["going elsewhere", (opened: Opened) => Promise.resolve(opened.ringlog.bring({ page: "help", call: null, state: null }))],
  ])("is cancelled by %s, once", async (_, leave) => {
    const opened = await openDialog("backfill-looking");
    await button(opened, "Show what would happen").click();
    await expect.element(button(opened, "Cancel")).toBeVisible();
    await leave(opened);

    await isClosed(opened);
    await expect.poll(() => opened.ringlog.argumentsOf("cancelLookBack")).toHaveLength(1);
  });

  test("that cannot be cancelled says so and goes on", async () => {
    const opened = await openDialog("backfill-looking");
    opened.ringlog.refuse("cancelLookBack", { message: "The engine did not answer." });
    await button(opened, "Show what would happen").click();
    await button(opened, "Cancel").click();

    await expect.element(dialog(opened).getByRole("alert")).toHaveTextContent("The engine did not answer.");
    await expect.element(button(opened, "Cancel")).toBeVisible();
  });

  test("that an earlier window began is shown on the start page, where it can be cancelled", async () => {
    const opened = await openScene("backfill-looking-elsewhere");
    const region = opened.screen.getByRole("region", { name: "Looking at earlier calls" });
    await expect.element(region).toHaveTextContent("120 records");
    await region.getByRole("button", { name: "Cancel" }).click();

    await expect.poll(() => region.elements()).toEqual([]);
  });
});

describe("a plan", () => {
  test("is summed up in sentences", async () => {
    const opened = await openPlan("backfill-plan");
    const sentences = [
      "12 calls would be logged: 8 on known contacts, 2 on a new contact, 2 without a contact.",
      "You would be asked about 3. 2 are in Dynamics already; Ringlog only links to them. 5 would be left out. " +
        "4 are in Ringlog already. 1 cannot be read.",
    ];

    for (const words of sentences) await expect.element(dialog(opened).getByText(words)).toBeVisible();
  });

  test("has its calls in groups, what would be logged first and open", async () => {
    const opened = await openPlan("backfill-plan");
    const groups = [...document.querySelectorAll("dialog details")].map((details) => [
      details.querySelector("summary")?.textContent.trim().replace(/\s+/g, " "), details.hasAttribute("open"),
    ]);

    expect(groups).toEqual([
      ["Would be logged 12", true], ["You would be asked 3", false], ["In Dynamics already 2", false],
      ["Would be left out 5", false], ["In Ringlog already 4", false], ["Cannot be read 1", false],
    ]);
    expect(opened.ringlog.argumentsOf("backfill")).toEqual([]);
  });

  test("says of each call which way it went, on whom it would be, and why", async () => {
    const opened = await openPlan("backfill-plan");
    const line = (name: string, place: number) => group(opened, name).getByRole("listitem").nth(place);
    await group(opened, "You would be asked").getByRole("heading").click();

    await expect.element(line("Would be logged", 1)).toHaveTextContent(/Outgoing, Aiko Sanders \+44 161 496 0340 .*47s/);
    await expect.element(line("Would be logged", 2)).toHaveTextContent(/Rosa Delgado New contact/);
    await expect.element(line("You would be asked", 0)).toHaveTextContent("Several records have this number: Ida Park, Joel Park.");
  });

  test("says when the PBX's history does not reach so far", async () => {
    const opened = await openPlan("backfill-plan-begins-late");

    await expect.element(dialog(opened).getByText(/^The PBX’s history only begins on/)).toBeVisible();
  });

  test("counts what it does not list, and says so", async () => {
    const opened = await openPlan("backfill-plan-many");

    await expect.element(dialog(opened).getByText("The newest 500 calls are listed, all are counted.")).toBeVisible();
    await group(opened, "You would be asked").getByRole("heading").click();
    await expect.element(group(opened, "You would be asked").getByText("and 40 more")).toBeVisible();
    expect(document.querySelectorAll("dialog li")).toHaveLength(500);
  });

  test.each([
    ["backfill-plan-nothing", "There is nothing to log in these days."],
    ["backfill-plan-no-calls", "The PBX has no calls of these days."],
  ])("with nothing to log cannot be approved, and says why: %s", async (scene, words) => {
    const opened = await openPlan(scene);

    await expect.element(dialog(opened).getByText(words)).toBeVisible();
    await expect.element(button(opened, "Log these calls")).toBeDisabled();
  });

  test("that is closed logs nothing", async () => {
    const opened = await openPlan("backfill-plan");
    await userEvent.keyboard("{Escape}");

    await isClosed(opened);
    await expect.element(opener(opened)).toHaveFocus();
    expect(opened.ringlog.argumentsOf("backfill")).toEqual([]);
    expect(opened.ringlog.argumentsOf("cancelLookBack")).toEqual([]);
  });

  test("makes way for other days, which keep what was chosen", async () => {
    const opened = await openDialog("backfill-plan");
    await choose(opened, CHOSEN);
    await button(opened, "Other days").click();

    await expect.element(day(opened, "First day")).toHaveValue(CHOSEN.from);
    await expect.element(day(opened, "First day")).toHaveFocus();
  });
});

describe("an approval", () => {
  test("is for the days that were shown last", async () => {
    const opened = await openDialog("backfill-plan");
    await choose(opened, { from: "2026-04-01", to: "2026-04-02" });
    await button(opened, "Other days").click();
    await choose(opened, CHOSEN);
    await button(opened, "Log these calls").click();

    await isClosed(opened);
    expect(opened.ringlog.argumentsOf("backfill")).toEqual([[CHOSEN]]);
  });

  test("is given once, however often it is pressed", async () => {
    const opened = await openPlan("backfill-approving");
    await button(opened, "Log these calls").click();
    await expect.element(button(opened, "Log these calls")).toHaveAttribute("aria-busy", "true");
    await button(opened, "Log these calls").click({ force: true });

    expect(opened.ringlog.argumentsOf("backfill")).toHaveLength(1);
    await expect.element(button(opened, "Other days")).toBeDisabled();
  });

  test("leads to the page as soon as the app has taken it on", async () => {
    const opened = await openPlan("backfill-approving");
    opened.ringlog.wait("backfill", (view) => ({
      ...view, backfill: { ...WEEK_BEFORE, is_reading: true, done: 0, total: 0 },
    }));
    await button(opened, "Log these calls").click();

    await isClosed(opened);
    await expect.element(card(opened)).toHaveTextContent("reading the PBX’s history");
  });

  test("that fails says why beside its plan, and can be given again", async () => {
    const opened = await openPlan("backfill-refused");
    await button(opened, "Log these calls").click();
    await expect.element(dialog(opened).getByRole("alert")).toHaveTextContent("The disk is full: no call can be kept.");
    opened.ringlog.accept("backfill");
    await button(opened, "Log these calls").click();

    await isClosed(opened);
    expect(opened.ringlog.argumentsOf("backfill")).toEqual([[WEEK_BEFORE], [WEEK_BEFORE]]);
  });

  test("goes on without its dialog, and what keeps it from its end is told on the page", async () => {
    const opened = await openPlan("backfill-approving");
    await button(opened, "Log these calls").click();
    await userEvent.keyboard("{Escape}");
    await isClosed(opened);
    await opened.ringlog.cancelBackfill();

    await expect.element(opened.screen.getByRole("alert")).toHaveTextContent("You cancelled.");
  });

  test("says what keeps the PBX from being read until the calls are through", async () => {
    const opened = await openPlan("backfill-approving");
    const { ringlog } = opened;
    ringlog.wait("backfill", (view) => ({ ...view, backfill: { ...WEEK_BEFORE, is_reading: true, done: 0, total: 0 } }));
    await button(opened, "Log these calls").click();
    await isClosed(opened);
    ringlog.failWaiting("The PBX does not answer.");
    await expect.element(opened.screen.getByRole("alert")).toHaveTextContent("The PBX does not answer.");
    await expect.element(card(opened)).toBeVisible();

    ringlog.become({ ...(await ringlog.view()), backfill: null });

    await expect.poll(() => opened.screen.getByRole("alert").elements()).toEqual([]);
  });

  test("whose failure was read in the dialog is not told again on the page", async () => {
    const opened = await openPlan("backfill-refused");
    await button(opened, "Log these calls").click();
    await expect.element(dialog(opened).getByRole("alert")).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    await isClosed(opened);

    expect(opened.screen.getByRole("alert").elements()).toEqual([]);
  });
});

describe("the logging of earlier calls", () => {
  test.each(["calls", "home"] as const)("is shown on the page %s, and once only", async (where) => {
    const opened = await openScene("backfill-running", { page: where });

    await expect.element(card(opened)).toHaveTextContent("40 of 120");
    await expect.element(card(opened).getByRole("progressbar")).toHaveAttribute("value", "40");
    expect(opened.screen.getByRole("progressbar").elements()).toHaveLength(1);
  });

  test("says while the PBX is still being read", async () => {
    const opened = await openScene("backfill-reading", { page: "calls" });

    await expect.element(card(opened)).toHaveTextContent("reading the PBX’s history");
    expect(card(opened).getByRole("progressbar").elements()).toEqual([]);
  });

  test("is cancelled at a press, beside what becomes of the rest", async () => {
    const opened = await openScene("backfill-running", { page: "calls" });
    await expect.element(card(opened).getByText("If you cancel, what is not logged yet is left out. You can log it later.")).toBeVisible();
    await card(opened).getByRole("button", { name: "Cancel" }).click();

    await expect.poll(() => card(opened).elements()).toEqual([]);
    expect(opened.ringlog.argumentsOf("cancelBackfill")).toHaveLength(1);
    await expect.element(opened.screen.getByRole("heading", { level: 1 })).toHaveFocus();
  });

  test("that is cancelled while the approval is taken in is no trouble", async () => {
    const opened = await openPlan("backfill-approving");
    opened.ringlog.wait("backfill", (view) => ({
      ...view, backfill: { ...WEEK_BEFORE, is_reading: true, done: 0, total: 0 },
    }));
    await button(opened, "Log these calls").click();
    await isClosed(opened);
    await card(opened).getByRole("button", { name: "Cancel" }).click();

    await expect.poll(() => card(opened).elements()).toEqual([]);
    expect(opened.screen.getByRole("alert").elements()).toEqual([]);
  });

  test("that cannot be cancelled says why", async () => {
    const opened = await openScene("backfill-running", { page: "home" });
    opened.ringlog.refuse("cancelBackfill", { message: "The ledger is locked." });
    await card(opened).getByRole("button", { name: "Cancel" }).click();

    await expect.element(opened.screen.getByRole("alert")).toHaveTextContent("The ledger is locked.");
    await expect.element(card(opened)).toBeVisible();
  });
});
