import { beforeAll, expect, test } from "vitest";

import { buildPage } from "./build-page";

let files: Map<string, string>;

beforeAll(async () => {
  files = await buildPage();
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
  for (const [name, text] of files) expect(text.match(/\bdata:[a-z]+\/[a-z+]+/g), name).toBeNull();
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
  const sources = import.meta.glob<string>("../../src/**/*.{ts,svelte}", {
    query: "?raw", import: "default", eager: true,
  });

  const knowing = Object.entries(sources).filter(([, text]) => text.includes("@tauri-apps/api"));
  expect(knowing.map(([path]) => path)).toEqual(["../../src/ipc.ts"]);
});
