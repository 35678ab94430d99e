import { describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";

import { FakeRinglog } from "../../preview/fake-ringlog";
import { linkedView } from "../../preview/sample-views";
import { WRONG_PASSWORD } from "../../preview/scenes";
import { type Opened, barriers, openScene, openWindow } from "./open-scene";

const heading = ({ screen }: Opened, name: string) => screen.getByRole("heading", { name, exact: true });
const button = ({ screen }: Opened, name: string) => screen.getByRole("button", { name, exact: true });
const part = ({ screen }: Opened, index: number) =>
  screen.getByRole("list", { name: "The parts of the connection" }).getByRole("listitem").nth(index);

test("the light stands in words at the head of the page", async () => {
  const opened = await openScene("linked");

  await expect.element(opened.screen.getByRole("heading", { level: 1 })).toHaveTextContent("All is well");
});

test("a change of the light is read out", async () => {
  const opened = await openScene("linked");
  const words = "The PBX refused the password";
  opened.ringlog.become({ ...linkedView(), light: { light: "red", icon: "error", words } });

  await expect.poll(() => opened.screen.getByRole("status").elements().map((one) => one.textContent)).toContain(words);
});

test("each part says its state, and not by colour alone", async () => {
  const opened = await openScene("pbx-refused");

  await expect.element(part(opened, 0)).toHaveTextContent("PBX : does not work");
  await expect.element(part(opened, 1)).toHaveTextContent("Microsoft sign-in : works");
});

describe("a cure is pressed", () => {
  test("to link again", async () => {
    const opened = await openScene("needs-sign-in");
    await part(opened, 1).getByRole("button", { name: "Link account" }).click();

    await expect.poll(() => opened.ringlog.argumentsOf("link")).toHaveLength(1);
  });

  test("to grant consent, which leads a person who may not to the administrator", async () => {
    const opened = await openScene("consent-missing");
    await part(opened, 1).getByRole("button", { name: "Grant admin consent" }).click();

    await expect.element(opened.screen.getByRole("alert").getByRole("button", { name: "Ask my administrator" })).toBeVisible();
    expect(await barriers()).toEqual([]);
  });

  test("to give the PBX a new password, which stays in the dialog while it is refused", async () => {
    const opened = await openScene("pbx-refused");
    await button(opened, "Log in to the PBX").click();
    const dialog = opened.screen.getByRole("dialog", { name: "Log in to the PBX" });
    await expect.element(dialog.getByLabelText("PBX password")).toHaveFocus();
    await userEvent.keyboard("wrong{Enter}");
    await expect.element(dialog.getByRole("alert")).toHaveTextContent(WRONG_PASSWORD.message);
    expect(await barriers()).toEqual([]);
    opened.ringlog.accept("logInToPbx");
    await dialog.getByLabelText("PBX password").fill("right");
    await userEvent.keyboard("{Enter}");

    await expect.poll(() => dialog.elements()).toEqual([]);
    expect(opened.ringlog.argumentsOf("logInToPbx")).toEqual([["wrong"], ["right"]]);
  });

  test("to look at the calls that failed", async () => {
    const opened = await openScene("dynamics-refused");
    await button(opened, "Show failed calls").click();

    await expect.element(opened.screen.getByRole("radio", { name: "Failed" })).toBeChecked();
  });
});

test("the account says who is linked, where and since when, and has the three documented buttons", async () => {
  const opened = await openScene("linked");
  const account = opened.screen.getByRole("region", { name: "Microsoft account" });

  for (const words of ["Linked as", "Mira Holm", "mira.holm@contoso.com", "contoso.crm4.dynamics.com", "2 October 2026"]) {
    await expect.element(account.getByText(words, { exact: true })).toBeVisible();
  }
  for (const name of ["Link again Get OAuth token", "Grant admin consent Once, by an administrator", "Unlink"]) {
    await expect.element(account.getByRole("button", { name, exact: true })).toBeVisible();
  }
});

describe("unlinking", () => {
  test("asks first, and a no changes nothing", async () => {
    const opened = await openScene("linked");
    await button(opened, "Unlink").click();
    const dialog = opened.screen.getByRole("dialog", { name: "Unlink this account?" });
    await expect.element(dialog).toHaveTextContent("Ringlog stops logging your calls in Dynamics.");
    expect(await barriers()).toEqual([]);
    await userEvent.keyboard("{Escape}");

    await expect.poll(() => dialog.elements()).toEqual([]);
    expect(opened.ringlog.argumentsOf("unlink")).toEqual([]);
    await expect.element(button(opened, "Unlink")).toHaveFocus();
  });

  test("says what Microsoft still remembers and opens where to remove it", async () => {
    const opened = await openScene("linked");
    await button(opened, "Unlink").click();
    await opened.screen.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
    await expect.element(opened.screen.getByRole("dialog", { name: "Unlinked" })).toHaveTextContent("Microsoft may still list Ringlog");
    expect(await barriers()).toEqual([]);
    await button(opened, "Open my apps at Microsoft").click();

    expect(opened.ringlog.argumentsOf("open")).toEqual([[{ name: "microsoft_apps" }]]);
    await expect.element(heading(opened, "Not linked")).toBeInTheDocument();
  });
});

describe("what is going on", () => {
  test("a long catch-up shows how far it is and can be ended", async () => {
    const opened = await openScene("catching-up");
    await expect.element(opened.screen.getByText("148 of 1,260 calls are through")).toBeVisible();
    await button(opened, "Cancel").click();

    await expect.poll(() => opened.ringlog.argumentsOf("cancelPass")).toHaveLength(1);
  });

  test("a pause says until when and ends at a press", async () => {
    const opened = await openScene("paused");
    await expect.element(opened.screen.getByText("Nothing is lost: calls are caught up afterwards.")).toBeVisible();
    await button(opened, "Resume").click();

    await expect.element(heading(opened, "All is well")).toBeVisible();
  });

  test("what keeps Ringlog from working at all stands above everything", async () => {
    const opened = await openScene("stopped");

    await expect.element(opened.screen.getByRole("alert")).toHaveTextContent("Another Ringlog works on this profile");
  });

  test("a sign-in under way, even one that an earlier window began, can be cancelled", async () => {
    const opened = await openScene("in-browser");
    await button(opened, "Cancel").click();

    await expect.poll(() => opened.screen.getByRole("heading", { name: "Go on in your browser" }).elements()).toEqual([]);
  });

  test("a pass under way is not asked for a second time", async () => {
    const opened = await openScene("syncing");
    await button(opened, "Sync now").click({ force: true });

    expect(opened.ringlog.argumentsOf("syncNow")).toEqual([]);
  });
});

describe("calls", () => {
  test("of today can be looked at", async () => {
    const opened = await openScene("linked");
    await opened.screen.getByRole("button", { name: "Tomas Berg" }).click();

    await expect.element(opened.screen.getByRole("region", { name: "Call", exact: true })).toHaveTextContent("Tomas Berg");
  });

  test("that need the person say why", async () => {
    const opened = await openScene("needs-you");

    await expect
      .element(opened.screen.getByRole("region", { name: "Needs you" }).getByRole("listitem").first())
      .toHaveTextContent("Several records have this number");
  });

  test("beyond the first ten are counted", async () => {
    const opened = await openScene("many-calls");

    await expect.element(opened.screen.getByText("and 30 more today")).toBeVisible();
  });
});

test("a closed clipboard leaves the message selected", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
  const opened = await openScene("linked");
  await button(opened, "Ask my administrator").click();
  await button(opened, "Copy").click();

  await expect.element(opened.screen.getByText("Selected: press Ctrl+C to copy")).toBeVisible();
  const message = opened.screen.getByLabelText("Message for your administrator").element() as HTMLTextAreaElement;
  expect(message.value.slice(message.selectionStart, message.selectionEnd)).toBe(message.value);
  write.mockRestore();
});

test("what was asked for and not done says why", async () => {
  const ringlog = new FakeRinglog(linkedView()).refuse("syncNow", { message: "The PBX cannot be reached." });
  const opened = await openWindow(ringlog);
  await button(opened, "Sync now").click();

  await expect.element(opened.screen.getByRole("alert")).toHaveTextContent("The PBX cannot be reached.");
});

test("the keyboard reaches everything on the page", async () => {
  const opened = await openScene("demo");
  const wanted = [...document.querySelectorAll("button, a, input, textarea")].filter((one) => !one.closest("dialog"));

  const reached = new Set<Element>();
  for (let press = 0; press < wanted.length; press++) {
    await userEvent.keyboard("{Tab}");
    if (document.activeElement) reached.add(document.activeElement);
  }

  expect(wanted.filter((one) => !reached.has(one)).map((one) => one.textContent)).toEqual([]);
  expect(opened.ringlog.asked).toEqual([]);
});
