import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { FakeRinglog } from "../../preview/fake-ringlog";
import { sampleCalls } from "../../preview/sample-calls";
import { NOW, linkedView } from "../../preview/sample-views";
import type { CallRow } from "../../src/bindings";
import { type Opened, barriers, openScene, openWindow } from "./open-scene";

/** So many rows may be in the page at once, however long the list. */
const ROWS_MAX = 60;

beforeEach(() => page.viewport(960, 680));
afterEach(() => page.viewport(960, 680));

const list = ({ screen }: Opened) => screen.getByRole("listbox", { name: "List of calls" });
const options = (opened: Opened) => list(opened).getByRole("option");
const names = (opened: Opened) => options(opened).elements().map((one) => one.querySelector(".name")?.textContent);
const search = ({ screen }: Opened) => screen.getByRole("searchbox", { name: "Search calls" });
const detail = ({ screen }: Opened) => screen.getByRole("region", { name: "Call", exact: true });
const openCalls = async (name = "calls"): Promise<Opened> => {
  const opened = await openScene(name, { page: "calls" });
  await expect.element(options(opened).first()).toBeVisible();
  return opened;
};

/** The row that the keyboard is at. */
function active(opened: Opened): string | null | undefined {
  const id = list(opened).element().getAttribute("aria-activedescendant");
  return id === null ? null : document.getElementById(id)?.querySelector(".name")?.textContent;
}

/** The uppermost row that is wholly in view. */
function firstInView(opened: Opened): Element | undefined {
  const { top } = list(opened).element().getBoundingClientRect();
  return options(opened).elements().find((one) => one.getBoundingClientRect().top >= top);
}

/** A window on these calls, to which more can come. */
async function openLedger(calls: CallRow[]): Promise<Opened & { calls: CallRow[]; arrive: (row: CallRow) => void }> {
  const ringlog = new FakeRinglog(linkedView(), { calls });
  const opened = await openWindow(ringlog, { page: "calls" });
  await expect.element(options(opened).first()).toBeVisible();
  const arrive = (row: CallRow) => {
    calls.unshift(row);
    ringlog.become({ ...linkedView(), last_logged: row });
  };
  return { ...opened, calls, arrive };
}

const newCall = (id: number): CallRow => ({
  ...(sampleCalls(NOW, 1)[0] as CallRow), id, who: `New caller ${id}`, started_at: new Date(NOW.getTime() + id).toISOString(),
});

test("a list of 100,000 calls keeps a bounded number of rows in the page", async () => {
  const opened = await openCalls("calls-hundred-thousand");
  await expect.element(opened.screen.getByText("100,000 calls")).toBeVisible();
  const box = list(opened).element();
  for (let page = 1; page <= 20; page += 1) {
    const pages = opened.ringlog.argumentsOf("calls").length;
    box.scrollTop = box.scrollHeight;
    await expect.poll(() => opened.ringlog.argumentsOf("calls").length).toBeGreaterThan(pages);
    expect(options(opened).elements().length).toBeLessThan(ROWS_MAX);
  }
  await expect.poll(() => Number(options(opened).elements().at(-1)?.getAttribute("aria-posinset"))).toBeGreaterThan(1900);

  expect(options(opened).elements()[0]?.getAttribute("aria-setsize")).toBe("100000");
});

test("of many hits it is told that there are more than were counted", async () => {
  const opened = await openCalls("calls-hundred-thousand");
  await search(opened).fill("a");
  await expect.element(opened.screen.getByText("More than 1,000 calls found")).toBeVisible();
  expect(options(opened).first().element().getAttribute("aria-setsize")).toBe("-1");
});

test("who hears the page is told which of how many calls a row is", async () => {
  const opened = await openCalls();

  await expect.element(options(opened).first()).toHaveAttribute("aria-posinset", "1");
  await expect.element(options(opened).first()).toHaveAttribute("aria-setsize", "320");
  await expect.element(options(opened).first()).toHaveTextContent(/Incoming, Tomas Berg .*Logged/);
});

test("the list is searched as one types, once for a word typed quickly", async () => {
  const opened = await openCalls();
  const before = opened.ringlog.argumentsOf("calls").length;
  await search(opened).click();
  await userEvent.keyboard("northwind");

  await expect.poll(() => new Set(names(opened))).toEqual(new Set(["Aiko Sanders"]));
  const asked = opened.ringlog.argumentsOf("calls").slice(before);
  expect(asked.at(-1)?.[0]).toMatchObject({ search: "northwind" });
  expect(asked.length).toBeLessThan("northwind".length);
});

test("a search that finds nothing says why and leads back to all calls", async () => {
  const opened = await openCalls();
  await search(opened).fill("nobody has this name");
  await expect.element(opened.screen.getByRole("heading", { name: "No call fits" })).toBeVisible();
  expect(await barriers()).toEqual([]);
  await opened.screen.getByRole("button", { name: "Show all calls" }).click();

  await expect.element(options(opened).first()).toBeVisible();
  await expect.element(search(opened)).toHaveValue("");
});

test.each([
  ["Needs you", "needs_you"],
  ["Left out", "left_out"],
])("the filter %s lists only calls that stand so", async (words, state) => {
  const opened = await openCalls();
  await opened.screen.getByRole("radio", { name: words }).click();

  await expect.poll(() => opened.ringlog.argumentsOf("calls").at(-1)?.[0]).toMatchObject({ state });
  await expect.poll(() => options(opened).elements().every((one) => one.textContent?.includes(words))).toBe(true);
});

test("an empty state says that there is nothing to do", async () => {
  const opened = await openCalls();
  await opened.screen.getByRole("radio", { name: "Failed" }).click();

  await expect.element(opened.screen.getByRole("heading", { name: "No call has failed" })).toBeVisible();
  expect(await barriers()).toEqual([]);
});

test("calls are filtered by direction and by day, and one day follows the other", async () => {
  const opened = await openCalls();
  const lastFilter = () => opened.ringlog.argumentsOf("calls").at(-1)?.[0];
  await opened.screen.getByRole("combobox", { name: "Direction" }).selectOptions("Outgoing");
  await expect.poll(lastFilter).toMatchObject({ direction: "outbound" });
  await opened.screen.getByLabelText("Day", { exact: true }).last().fill("2026-03-01");
  await expect.poll(lastFilter).toMatchObject({ direction: "outbound", day: "2026-03-01" });
  await opened.screen.getByRole("button", { name: "Previous day" }).click();
  await expect.poll(lastFilter).toMatchObject({ day: "2026-02-28" });
  await opened.screen.getByRole("button", { name: "All days" }).click();

  await expect.poll(lastFilter).toMatchObject({ direction: "outbound", day: null });
});

test("new calls are offered and nothing moves until they are wanted", async () => {
  const opened = await openLedger(sampleCalls(NOW, 300, 47));
  const box = list(opened).element();
  box.scrollTop = 2000;
  await expect.poll(() => Number(firstInView(opened)?.getAttribute("aria-posinset"))).toBeGreaterThan(30);
  const before = firstInView(opened);
  for (const id of [9001, 9002, 9003]) opened.arrive(newCall(id));
  const offer = opened.screen.getByRole("button", { name: "3 new calls" });
  await expect.element(offer).toBeVisible();
  expect(firstInView(opened)).toBe(before);
  expect(box.scrollTop).toBe(2000);
  expect(await barriers()).toEqual([]);
  await offer.click();

  await expect.poll(() => names(opened)[0]).toBe("New caller 9003");
  expect(box.scrollTop).toBe(0);
});

test("new calls come in by themselves where nobody is at the list", async () => {
  const opened = await openLedger(sampleCalls(NOW, 300, 47));
  await search(opened).hover();
  opened.arrive(newCall(9001));

  await expect.poll(() => names(opened)[0]).toBe("New caller 9001");
});

test("a call in view follows what becomes of it", async () => {
  const opened = await openLedger(sampleCalls(NOW, 20, 47));
  const row = opened.calls[7] as CallRow;
  expect(row.state).toBe("waiting");
  opened.calls[7] = { ...row, state: "logged" };
  opened.ringlog.become({ ...linkedView(), last_logged: opened.calls[7] });

  await expect.element(options(opened).nth(7)).toHaveTextContent("Logged");
});

test("a click shows everything that is known of a call", async () => {
  const opened = await openCalls();
  await options(opened).nth(2).click();

  await expect.element(detail(opened).getByRole("heading", { level: 2 })).toHaveTextContent("+44 20 7946 0958");
  await expect.element(detail(opened)).toHaveTextContent(/Several records have this number/);
  await expect.element(detail(opened)).toHaveTextContent(/Incoming · No answer/);
  await expect.element(detail(opened)).toHaveTextContent(/Ringlog found the call at the PBX/);
  await expect.element(detail(opened)).toHaveTextContent(/@pbx.contoso.com/);
  expect(await barriers()).toEqual([]);
});

test("a logged call leads to its record and its contact by name", async () => {
  const opened = await openCalls();
  await options(opened).nth(0).click();
  await detail(opened).getByRole("button", { name: "Open in Dynamics" }).click();
  await detail(opened).getByRole("button", { name: "Open contact" }).click();

  await expect.poll(() => opened.ringlog.argumentsOf("open")).toEqual([
    [{ name: "record", call: 4200 }],
    [{ name: "contact", call: 4200 }],
  ]);
});

test("a call is tried again, and a refusal is told where it was asked for", async () => {
  const opened = await openCalls();
  opened.ringlog.refuse("act", { message: "Dynamics could not be reached." });
  await options(opened).nth(2).click();
  const again = detail(opened).getByRole("button", { name: "Try again" });
  await again.click();
  await expect.element(detail(opened).getByRole("alert")).toHaveTextContent("Dynamics could not be reached.");
  opened.ringlog.accept("act");
  await again.click();

  await expect.element(detail(opened).getByText("Ringlog tries again now.")).toBeInTheDocument();
  expect(opened.ringlog.argumentsOf("act")).toEqual([[4198, { kind: "retry" }], [4198, { kind: "retry" }]]);
});

test("a notification brings its call, the tray those that need the person", async () => {
  const opened = await openCalls();
  opened.ringlog.bring({ page: "calls", call: 4190, state: null });
  await expect.element(detail(opened).getByRole("heading", { level: 2 })).toHaveTextContent("+44 20 7946 0958");
  opened.ringlog.bring({ page: "calls", call: null, state: "needs_you" });

  await expect.element(opened.screen.getByRole("radio", { name: "Needs you" })).toBeChecked();
  await expect.poll(() => detail(opened).elements()).toEqual([]);
});

test("a call that is not in the ledger says so", async () => {
  const opened = await openCalls();
  opened.ringlog.bring({ page: "calls", call: 1, state: null });

  await expect.element(opened.screen.getByRole("heading", { name: "This call is not in the ledger" })).toHaveFocus();
});

test("the calls are walked through by keyboard alone", async () => {
  const opened = await openCalls();
  await userEvent.keyboard("/");
  await expect.element(search(opened)).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(list(opened)).toHaveFocus();
  expect(active(opened)).toBe("Tomas Berg");
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
  expect(active(opened)).toBe("Priya Raman");
  await userEvent.keyboard("{Enter}");
  await expect.element(detail(opened).getByRole("heading", { name: "Priya Raman" })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(list(opened)).toHaveFocus();
  expect(active(opened)).toBe("Priya Raman");
  await expect.poll(() => detail(opened).elements()).toEqual([]);
  await userEvent.keyboard("{Home}");
  await expect.poll(() => active(opened)).toBe("Tomas Berg");
  await userEvent.keyboard("{Control>}f{/Control}");

  await expect.element(search(opened)).toHaveFocus();
});

test("the row that the keyboard is at stays in the page and in view", async () => {
  const opened = await openCalls();
  list(opened).element().focus();
  await userEvent.keyboard("{End}");
  await expect.poll(() => active(opened)).toBe("Priya Raman");
  const box = list(opened).element().getBoundingClientRect();
  const row = () => document.getElementById(list(opened).element().getAttribute("aria-activedescendant") ?? "");
  await expect.poll(() => (row()?.getBoundingClientRect().bottom ?? Infinity) <= box.bottom + 1).toBe(true);
  list(opened).element().scrollTop = 0;
  await expect.poll(() => names(opened)).toContain("Tomas Berg");

  expect(row()).not.toBeNull();
});

test("while a call is shown beside the list, the arrows show the next one", async () => {
  const opened = await openCalls();
  await options(opened).nth(0).click();
  await userEvent.keyboard("{ArrowDown}");

  await expect.element(detail(opened).getByRole("heading", { level: 2 })).toHaveTextContent("Aiko Sanders");
  await expect.element(list(opened)).toHaveFocus();
});

test("in a narrow window a call covers the list, and the way back leads to where one was", async () => {
  await page.viewport(480, 680);
  const opened = await openCalls();
  await options(opened).nth(3).click();
  await expect.element(detail(opened).getByRole("heading", { name: "Priya Raman" })).toHaveFocus();
  expect(await barriers()).toEqual([]);
  await detail(opened).getByRole("button", { name: "Calls" }).click();

  await expect.element(list(opened)).toHaveFocus();
  expect(active(opened)).toBe("Priya Raman");
});

test("a list that cannot be read is tried again", async () => {
  const opened = await openScene("calls-refused", { page: "calls" });
  await expect.element(opened.screen.getByRole("alert")).toHaveTextContent(/another program holds the file/);
  expect(await barriers()).toEqual([]);
  opened.ringlog.accept("calls");
  await opened.screen.getByRole("button", { name: "Try again" }).click();

  await expect.element(opened.screen.getByRole("heading", { name: "No calls yet" })).toBeVisible();
});

test("before the first call the list says why it is empty", async () => {
  const opened = await openScene("calls-none", { page: "calls" });
  await opened.screen.getByRole("button", { name: "Look for calls now" }).click();
  expect(opened.ringlog.argumentsOf("syncNow")).toHaveLength(1);
  expect(await barriers()).toEqual([]);
});

test("where the PBX keeps calls from coming, the list says so", async () => {
  const opened = await openScene("calls-none-pbx-down", { page: "calls" });

  await expect.element(opened.screen.getByText("The PBX at https://pbx.contoso.com does not answer.")).toBeVisible();
});
