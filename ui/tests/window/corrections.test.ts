// What a person says of a call: whose it was, what is wrong about it, and what they want to remember.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { CALL, MIRA } from "../../preview/call-scenes";
import { type Opened, barriers, openScene, openState } from "./open-scene";

beforeEach(() => page.viewport(960, 680));
afterEach(() => page.viewport(960, 680));

const pane = ({ screen }: Opened) => screen.getByRole("region", { name: "Call", exact: true });
const button = (opened: Opened, name: string) => pane(opened).getByRole("button", { name, exact: true });
const dialog = ({ screen }: Opened) => screen.getByRole("dialog");
const search = (opened: Opened) => dialog(opened).getByRole("combobox");
const found = (opened: Opened) => dialog(opened).getByRole("option");
const acts = (opened: Opened) => opened.ringlog.argumentsOf("act");
const heading = (opened: Opened, name: string) => pane(opened).getByRole("heading", { level: 2, name });
const isClosed = (opened: Opened) => expect.poll(() => dialog(opened).elements()).toEqual([]);

async function choose(opened: Opened, name: string): Promise<void> {
  await button(opened, "More").click();
  await opened.screen.getByRole("menuitem", { name }).click();
}

/** What the pane says of the last act. */
const told = (opened: Opened) => pane(opened).getByRole("status").first();

describe("a call that asks whose it was", () => {
  test("begins at the question for who comes from the start page, and one key answers", async () => {
    const opened = await openScene("call-asks-which");
    await opened.screen.getByRole("region", { name: "Needs you" }).getByRole("button").first().click();
    await expect.element(pane(opened).getByRole("heading", { name: "Whose call was it?" })).toHaveFocus();
    await userEvent.keyboard("{Tab}");
    await expect.element(button(opened, "Ida Park, Litware Design, Contact")).toHaveFocus();
    await userEvent.keyboard("{Tab}{Enter}");

    await expect.element(heading(opened, "Joel Park")).toHaveFocus();
    await expect.element(told(opened)).toHaveTextContent("Logged with Joel Park; Ringlog remembers it for this number.");
    expect(acts(opened)).toEqual([[CALL, { kind: "choose", entity: "contact", id: "7d1c6f0a-0002" }]]);
  });

  test("says what happens without an answer, and when", async () => {
    const opened = await openState("call-asks-near");

    await expect.element(pane(opened).getByText("Without an answer it is logged without a contact on")).toBeVisible();
  });

  test("asks no more once it is answered", async () => {
    const opened = await openState("call-asks-which");
    await button(opened, "Ida Park, Litware Design, Contact").click();
    await expect.element(heading(opened, "Ida Park")).toBeVisible();

    expect(pane(opened).getByRole("heading", { name: "Whose call was it?" }).elements()).toEqual([]);
    expect(await barriers()).toEqual([]);
  });

  test("says of a near match what is alike", async () => {
    const opened = await openState("call-asks-near");

    await expect.element(button(opened, "Mira Holm, Contoso Print, Same last digits, Contact")).toBeVisible();
  });

  test.each([
    ["New contact", "choose_new_contact"],
    ["Log without a contact", "choose_nobody"],
  ])("takes %s for an answer", async (name, kind) => {
    const opened = await openState("call-asks-unknown");
    await button(opened, name).click();

    await expect.element(pane(opened).getByText("Logged", { exact: true }).first()).toBeVisible();
    expect(acts(opened)).toEqual([[CALL, { kind }]]);
  });

  test("takes somebody else, found in Dynamics", async () => {
    const opened = await openState("call-asks-which");
    await button(opened, "Somebody else…").click();
    await expect.element(search(opened)).toHaveFocus();
    await userEvent.keyboard("holm");
    await expect.element(found(opened).first()).toBeVisible();
    await userEvent.keyboard("{ArrowDown}{Enter}");

    await isClosed(opened);
    await expect.element(heading(opened, "Mira Holm")).toHaveFocus();
    expect(acts(opened)).toEqual([[CALL, { kind: "choose", entity: MIRA.entity, id: MIRA.id }]]);
  });

  test("shows which answer is under way, and takes no other meanwhile", async () => {
    const opened = await openState("call-asks-which");
    opened.ringlog.wait("act");
    const ida = button(opened, "Ida Park, Litware Design, Contact");
    await ida.click();

    await expect.element(ida).toHaveAttribute("aria-busy", "true");
    for (const name of ["Joel Park, Proseware Print, Contact", "New contact", "Try again", "More"]) {
      await expect.element(button(opened, name)).toBeDisabled();
    }
    await ida.click({ force: true });
    expect(acts(opened)).toHaveLength(1);
    expect(await barriers()).toEqual([]);
  });

  test("is still asked where the answer could not be taken, and says why", async () => {
    const opened = await openState("call-asks-which");
    opened.ringlog.refuse("act", { message: "Dynamics could not be reached." });
    await button(opened, "Ida Park, Litware Design, Contact").click();
    await expect.element(pane(opened).getByRole("alert")).toHaveTextContent("Dynamics could not be reached.");
    opened.ringlog.accept("act");
    await button(opened, "Ida Park, Litware Design, Contact").click();

    await expect.element(heading(opened, "Ida Park")).toBeVisible();
    expect(pane(opened).getByRole("alert").elements()).toEqual([]);
  });
});

describe("a wrong person", () => {
  const openSearch = async (name = "call-logged"): Promise<Opened> => {
    const opened = await openState(name);
    await button(opened, "Wrong person…").click();
    await expect.element(search(opened)).toHaveFocus();
    return opened;
  };

  test("is replaced by who is found by name", async () => {
    const opened = await openSearch();
    await userEvent.keyboard("northwind");
    await found(opened).first().click();

    await isClosed(opened);
    await expect.element(heading(opened, "Jonas Holmberg")).toBeVisible();
    await expect.element(button(opened, "Wrong person…")).toHaveFocus();
    expect(acts(opened)).toEqual([[CALL, { kind: "choose", entity: "contact", id: "3a0f2f9e-0003" }]]);
  });

  test("is replaced by nobody or by a new contact", async () => {
    const opened = await openSearch();
    await dialog(opened).getByRole("button", { name: "New contact" }).click();
    await isClosed(opened);
    await button(opened, "Wrong person…").click();
    await dialog(opened).getByRole("button", { name: "Nobody in Dynamics" }).click();
    await isClosed(opened);

    expect(acts(opened)).toEqual([[CALL, { kind: "choose_new_contact" }], [CALL, { kind: "choose_nobody" }]]);
    await expect.element(button(opened, "Say whose call it was…")).toHaveFocus();
  });

  test("is looked for once for a word typed quickly, and not for a single letter", async () => {
    const opened = await openSearch();
    await userEvent.keyboard("h");
    await expect.element(dialog(opened).getByText("Type a name or a number.")).toBeVisible();
    await userEvent.keyboard("olm");
    await expect.element(found(opened).first()).toBeVisible();

    expect(opened.ringlog.argumentsOf("findRecords")).toEqual([["holm"]]);
  });

  test("who hears the page is told how many were found and which one the arrows are at", async () => {
    const opened = await openSearch();
    await userEvent.keyboard("holm");
    await expect.element(dialog(opened).getByRole("status").first()).toHaveTextContent("9 found");
    await userEvent.keyboard("{ArrowUp}");

    const active = search(opened).element().getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.textContent).toMatch(/Dagny Holm/);
    expect(document.getElementById(active)?.getAttribute("aria-selected")).toBe("true");
    expect(await barriers()).toEqual([]);
  });

  test("whom nobody is found for is told so", async () => {
    const opened = await openSearch();
    await userEvent.keyboard("nobody at all");

    await expect.element(dialog(opened).getByRole("status").first()).toHaveTextContent("No contact, account or lead fits “nobody at all”.");
    expect(await barriers()).toEqual([]);
  });

  test("is looked for again where Dynamics did not answer", async () => {
    const opened = await openSearch("call-search-fails");
    await userEvent.keyboard("holm");
    await expect.element(dialog(opened).getByRole("alert")).toHaveTextContent("Dynamics could not be reached.");
    expect(await barriers()).toEqual([]);
    opened.ringlog.accept("findRecords");
    await dialog(opened).getByRole("button", { name: "Try again" }).click();

    await expect.element(found(opened).first()).toBeVisible();
  });

  test("stays where Escape closes the search, and the keyboard is back where it was", async () => {
    const opened = await openSearch();
    await userEvent.keyboard("{Escape}");

    await isClosed(opened);
    await expect.element(button(opened, "Wrong person…")).toHaveFocus();
    expect(acts(opened)).toEqual([]);
  });

  test("that was changed in Dynamics meanwhile is told in the search, which stays open for another try", async () => {
    const opened = await openSearch();
    opened.ringlog.object("Somebody gave this call to Bea Holm in Dynamics, so it stays there.");
    await userEvent.keyboard("holm");
    await found(opened).first().click();
    await expect.element(dialog(opened).getByText("Somebody gave this call to Bea Holm in Dynamics, so it stays there.")).toBeVisible();
    expect(await barriers()).toEqual([]);
    opened.ringlog.object(null);
    await found(opened).first().click();

    await isClosed(opened);
    expect(acts(opened)).toHaveLength(2);
  });
});

describe("a note", () => {
  const note = (opened: Opened) => dialog(opened).getByRole("textbox", { name: "Note" });
  const openNote = async (name = "call-logged"): Promise<Opened> => {
    const opened = await openState(name);
    await button(opened, "Add a note…").click();
    await expect.element(note(opened)).toHaveFocus();
    return opened;
  };

  test("is saved with its lines by Ctrl+Enter, and stands at the call as it was written", async () => {
    const opened = await openNote();
    await userEvent.keyboard("Wants the offer by Friday.{Enter}  - price for 200{Control>}{Enter}{/Control}");

    await isClosed(opened);
    await expect.element(button(opened, "Add a note…")).toHaveFocus();
    const lines = "Wants the offer by Friday.\n  - price for 200";
    expect(acts(opened)).toEqual([[CALL, { kind: "note", text: lines }]]);
    await expect.poll(() => pane(opened).getByRole("listitem").first().element().textContent).toBe(lines);
    await expect.element(told(opened)).toHaveTextContent("The note stands in Dynamics.");
  });

  test("keeps what was typed where it could not be saved", async () => {
    const opened = await openNote("call-unanswered");
    await note(opened).fill("Wants the offer by Friday.");
    await dialog(opened).getByRole("button", { name: "Save" }).click();
    await expect.element(dialog(opened).getByRole("alert")).toHaveTextContent("Dynamics could not be reached.");
    await expect.element(note(opened)).toHaveValue("Wants the offer by Friday.");
    expect(await barriers()).toEqual([]);
    opened.ringlog.accept("act");
    await dialog(opened).getByRole("button", { name: "Save" }).click();

    await isClosed(opened);
    expect(acts(opened)).toHaveLength(2);
  });

  test("keeps what was typed where it was refused", async () => {
    const opened = await openNote("call-refused");
    await note(opened).fill("Wants the offer by Friday.");
    await dialog(opened).getByRole("button", { name: "Save" }).click();
    await expect.element(dialog(opened).getByText(/Somebody changed this record/)).toBeVisible();

    await expect.element(note(opened)).toHaveValue("Wants the offer by Friday.");
  });

  test("keeps what was typed while another call is brought, and goes to the call it was written for", async () => {
    const opened = await openNote();
    await note(opened).fill("For Mira.");
    opened.ringlog.bring({ page: "calls", call: CALL + 1, state: null });
    await expect.poll(() => document.querySelector("main section h2")?.textContent).toBe("Tomas Berg");
    await expect.element(note(opened)).toHaveValue("For Mira.");
    await dialog(opened).getByRole("button", { name: "Save" }).click();

    await isClosed(opened);
    expect(acts(opened)).toEqual([[CALL, { kind: "note", text: "For Mira." }]]);
    expect(pane(opened).getByText("The note stands in Dynamics.").elements()).toEqual([]);
  });

  test("says how much room is left, and is not sent while it is too long", async () => {
    const opened = await openNote();
    await note(opened).fill("x".repeat(798));
    await expect.element(dialog(opened).getByText("2 characters left")).toBeVisible();
    await note(opened).fill(`${"x".repeat(798)}😀y`);
    await expect.element(dialog(opened).getByText("1 character too many")).toBeVisible();
    await expect.element(note(opened)).toHaveAttribute("aria-invalid", "true");
    expect(await barriers()).toEqual([]);
    await userEvent.keyboard("{Control>}{Enter}{/Control}");

    expect(acts(opened)).toEqual([]);
  });

  test("of nothing is not sent", async () => {
    const opened = await openNote();
    await userEvent.keyboard(" {Enter}{Control>}{Enter}{/Control}");

    await expect.element(dialog(opened).getByRole("button", { name: "Save" })).toBeDisabled();
    expect(acts(opened)).toEqual([]);
  });
});

test("a subject is changed to one line, beginning with what it is", async () => {
  const opened = await openState("call-noted");
  await choose(opened, "Change subject…");
  const subject = dialog(opened).getByRole("textbox", { name: "Subject" });
  await expect.element(subject).toHaveValue("Offer for 200 folding boxes");
  await subject.fill("Offer\nfor 300  folding boxes");
  await userEvent.keyboard("{Enter}");

  await isClosed(opened);
  await expect.element(button(opened, "More")).toHaveFocus();
  expect(acts(opened)).toEqual([[CALL, { kind: "rename", subject: "Offer for 300 folding boxes" }]]);
  await expect.element(pane(opened).getByRole("definition").first()).toHaveTextContent("Offer for 300 folding boxes");
});

describe.each([
  ["Undo…", "Take this call out of Dynamics?", "Take it out", "undo"],
  ["Keep private…", "Keep this call private?", "Keep private", "make_private"],
])("%s of a logged call", (item, title, press, kind) => {
  test("asks first, and a no changes nothing", async () => {
    const opened = await openState("call-logged");
    await choose(opened, item);
    await expect.element(opened.screen.getByRole("dialog", { name: title })).toHaveTextContent(/is removed from Dynamics/);
    expect(await barriers()).toEqual([]);
    await userEvent.keyboard("{Escape}");

    await isClosed(opened);
    await expect.element(button(opened, "More")).toHaveFocus();
    expect(acts(opened)).toEqual([]);
  });

  test("is done after a yes, and what the call no longer allows is gone", async () => {
    const opened = await openState("call-logged");
    await choose(opened, item);
    await dialog(opened).getByRole("button", { name: press }).click();

    await isClosed(opened);
    await expect.element(heading(opened, "Mira Holm")).toHaveFocus();
    await expect.element(button(opened, "Log it anyway")).toBeVisible();
    for (const name of ["Wrong person…", "Add a note…", "More", "Open in Dynamics"]) {
      expect(button(opened, name).elements(), name).toEqual([]);
    }
    expect(acts(opened)).toEqual([[CALL, { kind }]]);
  });

  test("that was refused is told at the call, beside the way to its record", async () => {
    const opened = await openState("call-refused");
    await choose(opened, item);
    await dialog(opened).getByRole("button", { name: press }).click();

    await isClosed(opened);
    await expect.element(told(opened)).toHaveTextContent(/open it in Dynamics and delete it there/);
    await expect.element(button(opened, "Open in Dynamics")).toBeVisible();
    expect(await barriers()).toEqual([]);
  });

  test("that could not be asked for is told in the question", async () => {
    const opened = await openState("call-unanswered");
    await choose(opened, item);
    await dialog(opened).getByRole("button", { name: press }).click();

    await expect.element(dialog(opened).getByRole("alert")).toHaveTextContent("Dynamics could not be reached.");
  });
});

test("a call that is not in Dynamics is kept private at once", async () => {
  const opened = await openState("call-asks-which");
  await choose(opened, "Keep private");

  await expect.element(told(opened)).toHaveTextContent("It stays with you.");
  await expect.element(heading(opened, "+44 161 496 0340")).toHaveFocus();
  expect(acts(opened)).toEqual([[CALL, { kind: "make_private" }]]);
});

test("a call that a rule leaves out is logged anyway", async () => {
  const opened = await openState("call-private");
  await button(opened, "Log it anyway").click();

  await expect.element(told(opened)).toHaveTextContent("Ringlog logs it now.");
  expect(acts(opened)).toEqual([[CALL, { kind: "log" }]]);
  await expect.poll(() => button(opened, "Log it anyway").elements()).toEqual([]);
});

test("another program's record can be seen and not changed", async () => {
  const opened = await openState("call-logged-by-another");
  await expect.element(pane(opened).getByText(/Already logged by PBX Connector/).first()).toBeVisible();

  const names = pane(opened).getByRole("button").elements().map((one) => one.textContent.trim());
  expect(names.filter((name) => name !== "")).toEqual(["Open in Dynamics", "Open contact"]);
});

test("what waits for Dynamics stands at the call", async () => {
  const opened = await openState("call-pending");

  await expect.element(pane(opened).getByText("Waiting for Dynamics")).toBeVisible();
  await expect.element(pane(opened).getByText("It is given to Jonas Holmberg.")).toBeVisible();
});

test("what is remembered for the number says since when, and is forgotten at a press", async () => {
  const opened = await openState("call-logged");
  await expect.element(pane(opened).getByText("Calls of this number go to Mira Holm, chosen 3 weeks ago.")).toBeVisible();
  await button(opened, "Forget").click();

  await expect.poll(() => button(opened, "Forget").elements()).toEqual([]);
  await expect.element(told(opened)).toHaveTextContent(/^Forgotten/);
  await expect.element(heading(opened, "Mira Holm")).toHaveFocus();
  expect(opened.ringlog.argumentsOf("forgetChoice")).toEqual([["+441614960340"]]);
});

describe("the menu of further acts", () => {
  const items = (opened: Opened) => opened.screen.getByRole("menuitem");

  test("is walked through by the keys of a menu, and Escape leaves the call open", async () => {
    const opened = await openState("call-logged");
    button(opened, "More").element().focus();
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(items(opened).nth(0)).toHaveFocus();
    await expect.element(button(opened, "More")).toHaveAttribute("aria-expanded", "true");
    expect(await barriers()).toEqual([]);
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    await expect.element(items(opened).nth(0)).toHaveFocus();
    await userEvent.keyboard("{End}");
    await expect.element(items(opened).nth(2)).toHaveFocus();
    await userEvent.keyboard("{Escape}");

    await expect.element(button(opened, "More")).toHaveFocus();
    expect(items(opened).elements()).toEqual([]);
    await expect.element(heading(opened, "Mira Holm")).toBeVisible();
  });

  test("closes where the keyboard or the mouse goes on", async () => {
    const opened = await openState("call-logged");
    await button(opened, "More").click();
    await userEvent.keyboard("{Tab}");
    await expect.poll(() => items(opened).elements()).toEqual([]);
    await button(opened, "More").click();
    await heading(opened, "Mira Holm").click();

    await expect.poll(() => items(opened).elements()).toEqual([]);
  });

  test("stays inside a small window", async () => {
    await page.viewport(360, 420);
    const opened = await openState("call-logged");
    await button(opened, "More").click();
    await expect.element(items(opened).first()).toHaveFocus();
    const box = opened.screen.getByRole("menu").element().getBoundingClientRect();

    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(360);
    expect(box.bottom).toBeLessThanOrEqual(420);
  });
});
