// The built page in a browser that holds it to the window's own content security policy.

import { readFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

import { type Browser, type Page, chromium } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { linkedView } from "../../preview/sample-views";
import { LAUNCH_OPTIONS } from "../chromium.ts";
import { UI, buildPage } from "./build-page";

type Configuration = { app: { security: { csp: string } } };
const CONFIGURATION = JSON.parse(readFileSync(join(UI, "../tauri.conf.json"), "utf8")) as Configuration;
const POLICY = CONFIGURATION.app.security.csp;

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
};

let server: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  const files = await buildPage();
  server = createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : (request.url ?? "").slice(1);
    const content = files.get(name);
    response.writeHead(content === undefined ? 204 : 200, {
      "content-type": TYPES[extname(name)] ?? "text/plain", "content-security-policy": POLICY,
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  browser = await chromium.launch(LAUNCH_OPTIONS);
  page = await browser.newPage();
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(tauriThatAnswers, linkedView());
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

/** What Tauri puts into the window, with an app behind it that knows one view. */
function tauriThatAnswers(view: unknown): void {
  const answers: Record<string, unknown> = {
    view, calls: [], count_calls: { calls: 0, is_more: false }, examine: [], choices: [], settings: { groups: [], problems: [] },
    about: { version: "0.1.0", profile: "/home/mira", system: "Linux" }, administrator_message: "Hello",
  };
  Object.assign(window, {
    __TAURI_INTERNALS__: {
      invoke: (command: string) => Promise.resolve(answers[command] ?? null),
      transformCallback: () => 1,
    },
    __TAURI_EVENT_PLUGIN_INTERNALS__: { unregisterListener: () => undefined },
  });
}

test("the window's policy allows nothing inline and nothing from elsewhere", () => {
  expect(POLICY).toContain("default-src 'none'");
  expect(POLICY.match(/unsafe-|data:|\*|https:/g)).toBeNull();
});

test("every page of the window works under it without a complaint", async () => {
  for (const name of ["Calls", "Settings", "Help", "Home"]) {
    await page.getByRole("navigation").getByRole("button", { name }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  await page.getByRole("button", { name: "Ask my administrator" }).click();
  await page.getByRole("dialog").waitFor();

  expect(complaints).toEqual([]);
});

test("the styles of the page hold under it", async () => {
  const spinnersAndSigns = await page.locator("nav .icon").first().evaluate((icon) => getComputedStyle(icon).width);

  expect(spinnersAndSigns).toBe("24px");
});

afterAll(async () => {
  await browser.close();
  server.close();
});
