import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { WRONG_PASSWORD } from "../../preview/scenes";
import { type Opened, barriers, openScene } from "./open-scene";

beforeEach(() => page.viewport(960, 680));
afterEach(() => page.viewport(960, 680));

const openSettings = async (name = "settings"): Promise<Opened> => {
  const opened = await openScene(name, { page: "settings" });
  await expect.element(opened.screen.getByRole("textbox", { name: "Extension", exact: true })).toBeVisible();
  return opened;
};
const field = ({ screen }: Opened, name: string) => screen.getByRole("textbox", { name, exact: true });
const row = (key: string) => {
  const found = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!found) throw new Error(`no setting ${key} is shown`);
  return found;
};

/** What is said about a field to who hears it. */
function described(element: Element): string {
  const ids = element.getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? `nothing has the id ${id}`).join(" ");
}

test("a value that is not allowed is told at the field as it is typed, and not saved", async () => {
  const opened = await openSettings();
  const seconds = field(opened, "Look for calls every");
  await seconds.fill("often now");
  await expect.poll(() => described(seconds.element())).toContain('"often now" has a space in it.');
  await expect.element(seconds).toHaveAttribute("aria-invalid", "true");
  expect(await barriers()).toEqual([]);
  await userEvent.keyboard("{Tab}");

  await expect.element(opened.screen.getByText("Not saved.")).toBeVisible();
  expect(opened.ringlog.argumentsOf("setSetting")).toEqual([]);
});

test("a value that is allowed is saved when the field is left, without a button", async () => {
  const opened = await openSettings();
  await field(opened, "Look for calls every").fill("60");
  await userEvent.keyboard("{Tab}");

  await expect.element(opened.screen.getByText("Saved", { exact: true })).toBeVisible();
  expect(opened.ringlog.argumentsOf("setSetting")).toEqual([["pbx.poll_seconds", 60]]);
  await expect.poll(() => row("pbx.poll_seconds").textContent).toContain("settings.toml");
  expect(await barriers()).toEqual([]);
});

test("Enter saves, Escape takes back what was typed", async () => {
  const opened = await openSettings();
  const seconds = field(opened, "Look for calls every");
  await seconds.fill("60");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => opened.ringlog.argumentsOf("setSetting")).toHaveLength(1);
  await seconds.fill("61");
  await userEvent.keyboard("{Escape}");

  await expect.element(seconds).toHaveValue("60");
});

test("a switch, a choice and several choices are saved as soon as they are chosen", async () => {
  const opened = await openSettings();
  await opened.screen.getByRole("switch", { name: "Queue calls of colleagues" }).click();
  await opened.screen.getByRole("combobox", { name: "Unknown numbers" }).selectOptions("Ask me");
  await opened.screen.getByRole("checkbox", { name: "Leads" }).click();
  await opened.screen.getByRole("checkbox", { name: "Contacts" }).click();

  await expect.poll(() => opened.ringlog.argumentsOf("setSetting")).toEqual([
    ["rules.log_queue_missed", true],
    ["rules.unknown_number", "ask"],
    ["rules.match_entities", ["contact", "account", "lead"]],
    ["rules.match_entities", ["account", "lead"]],
  ]);
});

test("a choice that nobody made says what holds meanwhile", async () => {
  const opened = await openSettings();
  const language = opened.screen.getByRole("combobox", { name: "Language" });
  await expect.element(language).toHaveDisplayValue("the system’s");
  await language.selectOptions("Deutsch");

  await expect.poll(() => opened.ringlog.argumentsOf("setSetting")).toEqual([["app.language", "de"]]);
});

test("the settings are told in the language of the moment", async () => {
  const opened = await openSettings();
  const view = await opened.ringlog.view();
  opened.ringlog.become({ ...view, language: "de", locale: "de-AT" });

  await expect.element(opened.screen.getByRole("searchbox", { name: "Einstellungen suchen" })).toBeVisible();
  await expect.poll(() => opened.ringlog.argumentsOf("settings")).toHaveLength(2);
});

test("what was edited elsewhere is seen when the person comes back to the window", async () => {
  const opened = await openSettings();
  const before = opened.ringlog.argumentsOf("settings").length;
  dispatchEvent(new FocusEvent("focus"));

  await expect.poll(() => opened.ringlog.argumentsOf("settings").length).toBe(before + 1);
});

test("a list is edited with one entry per line", async () => {
  const opened = await openSettings();
  await field(opened, "Never log").fill("+442079460999\n\n+1555 \n");
  await userEvent.keyboard("{Tab}");

  await expect.poll(() => opened.ringlog.argumentsOf("setSetting")).toEqual([["rules.never_log", ["+442079460999", "+1555"]]]);
});

test("each value says where it comes from", async () => {
  await openSettings();

  expect(row("pbx.email").textContent).toContain("Default");
  expect(row("pbx.extension").textContent).toContain("settings.toml");
  expect(row("pbx.look_back_hours").textContent).toContain("Environment");
  expect(row("pbx.url").textContent).toContain("Managed by your organization");
});

test("what the organization manages cannot be changed, and why is said", async () => {
  const opened = await openSettings();
  const address = field(opened, "Address");
  await expect.element(address).toHaveAttribute("readonly");
  expect(described(address.element())).toContain("only an administrator can change it");

  await expect.element(opened.screen.getByRole("combobox", { name: "Logged calls" })).toBeDisabled();
  expect(row("pbx.url").querySelector("button")).toBeNull();
});

test("a person's own value goes back to the default, any other has no way there", async () => {
  const opened = await openSettings();
  await opened.screen.getByRole("button", { name: "Back to default: Extension" }).click();

  await expect.poll(() => opened.ringlog.argumentsOf("unsetSetting")).toEqual([["pbx.extension"]]);
  await expect.poll(() => row("pbx.extension").textContent).toContain("Default");
  expect(row("pbx.look_back_hours").querySelector("button")).toBeNull();
});

test("what cannot be saved is told, and what was typed stays", async () => {
  const opened = await openSettings();
  opened.ringlog.refuse("setSetting", { message: "settings.toml cannot be written." });
  await field(opened, "Look for calls every").fill("60");
  await userEvent.keyboard("{Tab}");

  await expect.element(opened.screen.getByText("settings.toml cannot be written.")).toBeVisible();
  await expect.element(field(opened, "Look for calls every")).toHaveValue("60");
});

test("what is wrong with the file stands above everything", async () => {
  const opened = await openSettings("settings-with-problems");

  await expect.element(opened.screen.getByText("2 settings are passed over, until they are put right:")).toBeVisible();
  await expect.element(opened.screen.getByText(/line 7: pbx.poll_seconds must be/)).toBeVisible();
});

test("settings are searched by name, key or meaning", async () => {
  const opened = await openSettings();
  const search = opened.screen.getByRole("searchbox", { name: "Search settings" });
  await search.fill("never");
  await expect.poll(() => document.querySelectorAll("[data-key]").length).toBe(2);
  await search.fill("no such setting");
  await expect.element(opened.screen.getByRole("heading", { name: "No setting has these words" })).toBeVisible();
  expect(await barriers()).toEqual([]);
  await opened.screen.getByRole("button", { name: "Show all settings" }).click();

  await expect.poll(() => document.querySelectorAll("[data-key]").length).toBeGreaterThan(10);
});

test("a new password is kept once the PBX has taken it, and told while it has not", async () => {
  const opened = await openSettings();
  opened.ringlog.refuse("logInToPbx", WRONG_PASSWORD);
  const password = opened.screen.getByLabelText("New password");
  await opened.screen.getByRole("button", { name: "Log in" }).click();
  await expect.element(opened.screen.getByText("Type the password of your extension.")).toBeVisible();
  await password.fill("wrong");
  await userEvent.keyboard("{Enter}");
  await expect.element(opened.screen.getByRole("alert")).toHaveTextContent(WRONG_PASSWORD.message);
  await expect.element(password).toHaveValue("wrong");
  expect(await barriers()).toEqual([]);
  opened.ringlog.accept("logInToPbx");
  await password.fill("right");
  await userEvent.keyboard("{Enter}");

  await expect.element(opened.screen.getByText("The PBX took it")).toBeVisible();
  await expect.element(password).toHaveValue("");
  expect(opened.ringlog.argumentsOf("logInToPbx")).toEqual([["wrong"], ["right"]]);
});

test("every setting is reached and changed by keyboard alone", async () => {
  const opened = await openSettings();
  await userEvent.keyboard("/");
  await expect.element(opened.screen.getByRole("searchbox", { name: "Search settings" })).toHaveFocus();
  const reached = new Set<string>();
  for (let presses = 0; presses < 60; presses += 1) {
    await userEvent.keyboard("{Tab}");
    const key = document.activeElement?.closest<HTMLElement>("[data-key]")?.dataset["key"];
    if (key) reached.add(key);
    if (key === "rules.log_queue_missed") await userEvent.keyboard(" ");
    if (key === "notifications.quiet_hours") break;
  }
  await userEvent.keyboard("18:00-08:00{Enter}");

  const all = [...document.querySelectorAll<HTMLElement>("[data-key]")].map((one) => one.dataset["key"]);
  // A locked choice cannot take the focus; its value stands beside its name.
  expect(all.filter((key) => key && !reached.has(key))).toEqual(["notifications.logged"]);
  await expect.poll(() => opened.ringlog.argumentsOf("setSetting")).toEqual([
    ["rules.log_queue_missed", true],
    ["notifications.quiet_hours", "18:00-08:00"],
  ]);
});

test("settings that cannot be read are read again when the person asks", async () => {
  const opened = await openScene("settings-refused", { page: "settings" });
  await expect.element(opened.screen.getByRole("alert")).toHaveTextContent("settings.toml cannot be read");
  opened.ringlog.accept("settings");
  await opened.screen.getByRole("button", { name: "Try again" }).click();

  await expect.poll(() => opened.screen.getByRole("alert").elements()).toEqual([]);
});
