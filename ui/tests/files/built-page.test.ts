import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Rollup, build } from "vite";
import { beforeAll, expect, test } from "vitest";

const UI = join(import.meta.dirname, "../..");

/** Each file of the built page with its text. */
let files: Map<string, string>;

beforeAll(async () => {
  const built = (await build({
    root: UI, configFile: join(UI, "vite.config.ts"), logLevel: "error", build: { write: false },
  })) as Rollup.RollupOutput;
  files = new Map(
    built.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)]),
  );
});

const named = (ending: string) => [...files].filter(([name]) => name.endsWith(ending)).map(([, text]) => text);

test("the page holds neither script nor style of its own", () => {
  const page = files.get("index.html") ?? "";

  expect(page.match(/<script(?![^>]*\bsrc=)/g)).toBeNull();
  expect(page.match(/<style|\sstyle=|\son\w+=/g)).toBeNull();
  expect(page).toContain('<script type="module"');
});

test("no markup inside the scripts has a style or a handler", () => {
  for (const script of named(".js")) {
    expect(script.match(/<[a-z][^<>]*\s(?:style|on[a-z]+)="/g)).toBeNull();
  }
});

test("nothing is brought along as an address of its own data", () => {
  for (const [name, text] of files) {
    if (!name.endsWith(".png")) expect(text.match(/\bdata:[a-z]+\/[a-z+]+/g), name).toBeNull();
  }
});

test("the styles fetch nothing", () => {
  expect(named(".css").flatMap((style) => style.match(/url\([^)]*\)|@import[^;]*/g) ?? [])).toEqual([]);
});

test("the scripts make no code out of text", () => {
  for (const script of named(".js")) expect(script.match(/\beval\(|new Function\(/g)).toBeNull();
});

test("nothing of the preview is in the page", () => {
  for (const [name, text] of files) expect(text.includes("Tomas Berg"), name).toBe(false);
});

test("only one file knows Tauri", () => {
  expect(
    Object.entries(import.meta.glob<string>("../../src/**/*.{ts,svelte}", { query: "?raw", import: "default", eager: true }))
      .filter(([, text]) => text.includes("@tauri-apps/api"))
      .map(([path]) => path),
  ).toEqual(["../../src/ipc.ts"]);
});

test("the window allows nothing inline and nothing from elsewhere", () => {
  const { app } = JSON.parse(readFileSync(join(UI, "../tauri.conf.json"), "utf8")) as { app: { security: { csp: string } } };

  expect(app.security.csp).toContain("default-src 'none'");
  expect(app.security.csp.match(/unsafe-|data:|\*|https:/g)).toBeNull();
});
