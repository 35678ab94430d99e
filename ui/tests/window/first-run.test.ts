import { describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";

import { FakeRinglog } from "../../preview/fake-ringlog";
import { firstRunView } from "../../preview/sample-views";
import { CONSENT_NEEDED, WRONG_PASSWORD } from "../../preview/scenes";
import { type Opened, barriers, openScene, openWindow } from "./open-scene";

async function fillPbx({ screen }: Opened): Promise<void> {
  await screen.getByLabelText("PBX address").fill("https://pbx.contoso.com");
  await screen.getByLabelText("Extension", { exact: true }).fill("41");
  await screen.getByLabelText("Password of the extension").fill("a long password");
}

const heading = ({ screen }: Opened, name: string) => screen.getByRole("heading", { level: 1, name });
const button = ({ screen }: Opened, name: string) => screen.getByRole("button", { name, exact: true });

test("a newcomer is linked with the keyboard alone", async () => {
  const opened = await openScene("first-run-pbx");
  await expect.element(opened.screen.getByLabelText("PBX address")).toHaveFocus();

  await userEvent.keyboard("https://pbx.contoso.com{Tab}41{Tab}{Tab}a long password{Enter}");
  await expect.element(opened.screen.getByLabelText("Dynamics address")).toHaveFocus();
  await userEvent.keyboard("https://contoso.crm4.dynamics.com/main.aspx{Tab}3f2b9a10{Enter}");
  await expect.element(heading(opened, "Allow Ringlog in your organization")).toHaveFocus();
  await userEvent.keyboard("{Tab}{Enter}");
  await expect.element(heading(opened, "Link your Microsoft account")).toHaveFocus();
  await userEvent.keyboard("{Tab}{Enter}");
  await expect.element(heading(opened, "You are linked")).toHaveFocus();
  await userEvent.keyboard("{Tab}{Enter}");

  await expect.element(heading(opened, "All is well")).toHaveFocus();
  expect(opened.ringlog.asked.map((asked) => asked.command).filter((command) => command !== "checkSetting")).toEqual([
    "connectPbx", "connectOrganization", "grantConsent", "link",
  ]);
});

describe("the PBX", () => {
  test("is asked with what was typed", async () => {
    const opened = await openScene("first-run-pbx");
    await fillPbx(opened);
    await button(opened, "Continue").click();

    await expect.element(heading(opened, "Find your Dynamics 365")).toBeVisible();
    expect(opened.ringlog.argumentsOf("connectPbx")).toEqual([
      [{ url: "https://pbx.contoso.com", tenant: "", extension: "41" }, "a long password"],
    ]);
  });

  test("that refuses is told at its step, and what was typed stays", async () => {
    const opened = await openScene("first-run-pbx-refused");
    await fillPbx(opened);
    await button(opened, "Continue").click();

    const alert = opened.screen.getByRole("alert");
    await expect.element(alert).toHaveTextContent(WRONG_PASSWORD.message);
    await expect.element(alert).toHaveTextContent(WRONG_PASSWORD.hint ?? "");
    await expect.element(opened.screen.getByLabelText("PBX address")).toHaveValue("https://pbx.contoso.com");
    await expect.element(heading(opened, "Connect your PBX")).toBeVisible();
    expect(await barriers()).toEqual([]);
  });

  test("is not asked before every line is filled", async () => {
    const opened = await openScene("first-run-pbx");
    await button(opened, "Continue").click();

    await expect.element(opened.screen.getByText("Enter the address of your PBX.")).toBeVisible();
    await expect.element(opened.screen.getByText("Enter your extension.")).toBeVisible();
    await expect.element(opened.screen.getByText("Enter the password of your extension.")).toBeVisible();
    expect(opened.ringlog.argumentsOf("connectPbx")).toEqual([]);
    expect(await barriers()).toEqual([]);
  });

  test("has an address that is checked while it is typed", async () => {
    const opened = await openScene("first-run-pbx");
    await opened.screen.getByLabelText("PBX address").fill("pbx contoso");

    await expect.element(opened.screen.getByText("\"pbx contoso\" has a space in it.")).toBeVisible();
    await expect.element(opened.screen.getByLabelText("PBX address")).toHaveAttribute("aria-invalid", "true");
  });

  test("that the organization set cannot be changed, and the page says why", async () => {
    const opened = await openScene("first-run-pbx-fixed");

    const address = opened.screen.getByLabelText("PBX address");
    await expect.element(address).toHaveAttribute("readonly");
    await expect.element(address).toHaveAccessibleDescription("Set by your organization.");
    await expect.element(opened.screen.getByLabelText("Extension", { exact: true })).toHaveFocus();
  });

  test("is asked with the password that is kept where none is typed", async () => {
    const opened = await openScene("first-run-pbx-fixed");
    await userEvent.keyboard("41{Enter}");

    await expect.element(heading(opened, "Find your Dynamics 365")).toBeVisible();
    expect(opened.ringlog.argumentsOf("connectPbx")).toEqual([
      [{ url: "https://pbx.contoso.com", tenant: "contoso.com", extension: "41" }, ""],
    ]);
  });

  test("has a password that is seen only while the person wants it", async () => {
    const opened = await openScene("first-run-pbx");
    const password = opened.screen.getByLabelText("Password of the extension");
    await expect.element(password).toHaveAttribute("type", "password");
    await button(opened, "Show password").click();
    await expect.element(password).toHaveAttribute("type", "text");
    await button(opened, "Show password").click();
    await expect.element(password).toHaveAttribute("type", "password");
  });
});

describe("every step has a way out", () => {
  test("back, to what was answered before", async () => {
    const opened = await openScene("first-run-organization");
    await button(opened, "Back").click();

    await expect.element(heading(opened, "Connect your PBX")).toBeVisible();
    await expect.element(opened.screen.getByLabelText("PBX address")).toHaveValue("https://pbx.contoso.com");
  });

  test.each(["first-run-pbx", "first-run-organization", "first-run-consent", "first-run-link"])(
    "later, from %s, and on again from home",
    async (scene) => {
      const opened = await openScene(scene);
      await button(opened, "Do this later").click();
      await expect.element(heading(opened, "Not set up yet")).toHaveFocus();
      expect(await barriers()).toEqual([]);
      await opened.screen.getByRole("region", { name: "Finish setting up" }).getByRole("button", { name: "Continue" }).click();

      await expect.element(opened.screen.getByRole("list", { name: "Steps" })).toBeVisible();
    },
  );

  test("consent that was given already is taken on trust", async () => {
    const opened = await openScene("first-run-consent");
    await button(opened, "Already granted, continue").click();

    await expect.element(heading(opened, "Link your Microsoft account")).toBeVisible();
    expect(opened.ringlog.argumentsOf("skipConsent")).toEqual([[]]);
  });

  test("an administrator who is somebody else gets a ready message", async () => {
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    const opened = await openScene("first-run-consent");
    await button(opened, "Ask my administrator").click();
    await expect.element(opened.screen.getByRole("dialog", { name: "Ask my administrator" })).toBeVisible();
    expect(await barriers()).toEqual([]);
    await button(opened, "Copy").click();

    await expect.element(opened.screen.getByText("Copied")).toBeVisible();
    expect(write.mock.calls[0]?.[0]).toContain("https://login.microsoftonline.com/contoso.com/v2.0/adminconsent");
    write.mockRestore();
  });
});

describe("the browser", () => {
  const inBrowser = () => {
    const view = firstRunView("link");
    const activity = { kind: "in_browser", purpose: "link", trouble: null } as const;
    return new FakeRinglog(view).wait("link", (now) => ({ ...now, activity }));
  };

  test("is waited for, and cancelling costs nothing and is no trouble", async () => {
    const opened = await openWindow(inBrowser());
    await opened.screen.getByRole("button", { name: "Link account" }).click();
    await expect.element(opened.screen.getByRole("heading", { name: "Go on in your browser" })).toBeVisible();
    await button(opened, "Cancel").click();

    await expect.element(opened.screen.getByRole("button", { name: "Link account" })).toBeVisible();
    expect(opened.screen.getByRole("alert").elements()).toEqual([]);
  });

  test("that did not open is replaced by an address to copy", async () => {
    const opened = await openScene("first-run-link-no-browser");

    await expect.element(opened.screen.getByText("No browser could be opened on this computer.")).toBeVisible();
    await expect
      .element(opened.screen.getByLabelText("Address of Microsoft’s page"))
      .toHaveValue(expect.stringContaining("https://login.microsoftonline.com/"));
    expect(await barriers()).toEqual([]);
  });

  test("that brings no consent leads to the consent and to the administrator", async () => {
    const opened = await openScene("first-run-link-refused");
    await opened.screen.getByRole("button", { name: "Link account" }).click();

    await expect.element(opened.screen.getByRole("alert")).toHaveTextContent(CONSENT_NEEDED.message);
    await expect.element(button(opened, "Grant admin consent")).toBeVisible();
    await expect.element(button(opened, "Ask my administrator")).toBeVisible();
    expect(await barriers()).toEqual([]);
  });
});

test("what linking found is told at the end", async () => {
  const ringlog = new FakeRinglog(firstRunView("link")).accept("link", (view) => ({ ...view, first_run: null }));
  vi.spyOn(ringlog, "link").mockImplementation(async () => {
    ringlog.become({ ...firstRunView("link"), first_run: null });
    return Promise.resolve(["Your e-mail addresses differ."]);
  });
  const opened = await openWindow(ringlog);
  await opened.screen.getByRole("button", { name: "Link account" }).click();

  await expect.element(heading(opened, "You are linked")).toBeVisible();
  await expect.element(opened.screen.getByText("Your e-mail addresses differ.")).toBeVisible();
});
