// Opens the whole window on a scene, as a person would see it.

import axe from "axe-core";
import { expect } from "vitest";
import { commands } from "vitest/browser";
import { render } from "vitest-browser-svelte";

import "virtual:fluent-tokens.css";
import "../../src/app.css";
import type { FakeRinglog } from "../../preview/fake-ringlog";
import { sceneNamed, scenes } from "../../preview/scenes";
import type { Show } from "../../src/ringlog";
import Start from "../../src/Start.svelte";

declare module "vitest/browser" {
  interface BrowserCommands {
    emulate(media: { colorScheme?: "light" | "dark"; forcedColors?: "active" | "none" }): Promise<void>;
  }
}

type Screen = Awaited<ReturnType<typeof render>>;

/** The window and the fake app behind it. */
export type Opened = { screen: Screen; ringlog: FakeRinglog };

export async function openScene(name: string, shown?: Partial<Show>, person?: Parameters<typeof sceneNamed>[1]): Promise<Opened> {
  return openWindow(sceneNamed(name, person), shown);
}

/** A state of the window, on its page and with its call, if it is about one. */
export async function openState(name: string, person?: Parameters<typeof sceneNamed>[1]): Promise<Opened> {
  const { page = "home", call = null } = scenes[name] ?? {};
  const opened = await openScene(name, { page, call }, person);
  if (call !== null) await expect.poll(() => document.querySelectorAll("main section h2").length).toBe(1);
  return opened;
}

export async function openWindow(ringlog: FakeRinglog, shown?: Partial<Show>): Promise<Opened> {
  const screen = await render(Start, { ringlog });
  await expect.element(screen.getByRole("heading", { level: 1 })).toBeVisible();
  if (shown) ringlog.bring({ page: "home", call: null, state: null, ...shown });
  return { screen, ringlog };
}

/** What keeps somebody from seeing, hearing or reaching what is on the page, a line each. Only colours differ in the dark. */
export async function barriers(): Promise<string[]> {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const found = await axe.run(document, isDark ? { runOnly: ["color-contrast"] } : { resultTypes: ["violations"] });
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
  );
}

/** Tells the page what the person has set in their system. */
export const emulate = (media: Parameters<typeof commands.emulate>[0]): Promise<void> => commands.emulate(media);
