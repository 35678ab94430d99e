import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import licences from "../../src/licences.json";

const UI = join(import.meta.dirname, "../..");

/** The packages that the page's sources import. */
function imported(): string[] {
  const names = new Set<string>();
  for (const file of readdirSync(join(UI, "src"), { recursive: true, encoding: "utf8" })) {
    if (!/\.(ts|svelte)$/.test(file)) continue;
    for (const [, name] of readFileSync(join(UI, "src", file), "utf8").matchAll(/from "((?:@[\w-]+\/)?[a-z][\w-]*)/g)) {
      if (name) names.add(name);
    }
  }
  return [...names].sort();
}

function installed(name: string): { name: string; version: string; licence: string } {
  const { version, license } = JSON.parse(readFileSync(join(UI, "node_modules", name, "package.json"), "utf8"));
  return { name, version, licence: license };
}

test.each(imported())("the licence of %s is listed with the version that is built in", (name) => {
  expect(licences).toContainEqual(installed(name));
});

test("the licences are in order, each package once a version", () => {
  const keys = licences.map(({ name, version }) => `${name} ${version}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(100);
  expect(licences.every(({ licence }) => licence.length > 0)).toBe(true);
});
