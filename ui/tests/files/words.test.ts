import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { type Entry, type Pattern, parse } from "@fluent/syntax";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "../../src");
const LANGUAGES = ["en", "de", "fr", "es"];
const AREAS = ["frame", "home", "first-run", "calls", "backfill", "corrections", "settings", "help", "support"];

/** Each message of a language with the variables it uses. */
function messages(language: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const area of AREAS) {
    const path = join(SOURCES, "locales", language, `${area}.ftl`);
    for (const entry of parse(readFileSync(path, "utf8"), {}).body) {
      expect(entry.type, `${path}: ${JSON.stringify(entry)}`).not.toBe("Junk");
      const message = messageOf(entry);
      if (!message) continue;
      expect(message.id.startsWith(`${area}-`), `${message.id} in ${path}`).toBe(true);
      expect(found.has(message.id), `${message.id} twice`).toBe(false);
      found.set(message.id, variables(message.pattern));
    }
  }
  return found;
}

function messageOf(entry: Entry): { id: string; pattern: Pattern } | null {
  return entry.type === "Message" && entry.value ? { id: entry.id.name, pattern: entry.value } : null;
}

function variables(pattern: Pattern): string[] {
  const names = JSON.stringify(pattern).matchAll(/"type":"VariableReference","id":\{"type":"Identifier","name":"(\w+)"/g);
  return [...new Set([...names].map(([, name]) => name ?? ""))].sort();
}

/** Every string in the sources that has the form of a message's id. */
function namedInSources(): Set<string> {
  const named = new Set<string>();
  const pattern = new RegExp(`"((?:${AREAS.join("|")})-[a-z0-9-]+)"`, "g");
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: "utf8" })) {
    if (!/\.(ts|svelte)$/.test(file) || file.startsWith("bindings")) continue;
    for (const [, id] of readFileSync(join(SOURCES, file), "utf8").matchAll(pattern)) named.add(id ?? "");
  }
  return named;
}

test.each(LANGUAGES.slice(1))("everything that is said in English is said in %s, with the same variables", (language) => {
  expect(Object.fromEntries(messages(language))).toEqual(Object.fromEntries(messages("en")));
});

test.each(LANGUAGES)("a record is called by its kind in %s as the app calls it", (language) => {
  const wordsOf = (path: string, prefix: string) =>
    ["contact", "account", "lead"].map((kind) => readFileSync(path, "utf8").match(new RegExp(`^${prefix}-${kind} = (.+)$`, "m"))?.[1]);
  const app = join(SOURCES, "../../src-tauri/core/src/language", language, "corrections.ftl");

  expect(wordsOf(join(SOURCES, "locales", language, "corrections.ftl"), "corrections-entity")).toEqual(wordsOf(app, "record"));
  expect(wordsOf(app, "record")).not.toContain(undefined);
});

test("every message that the page names exists, and no other", () => {
  expect([...namedInSources()].sort()).toEqual([...messages("en").keys()].sort());
});
