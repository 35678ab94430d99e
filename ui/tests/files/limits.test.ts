import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { NOTE_UNITS_MAX, SUBJECT_UNITS_MAX } from "../../src/corrections/limits";

const CORE = join(import.meta.dirname, "../../../src-tauri/core/src");

/** The value of a constant in the app's source. */
function inCore(file: string, name: string): number {
  const [, value] = new RegExp(`const ${name}: usize = (\\d+);`).exec(readFileSync(join(CORE, file), "utf8")) ?? [];
  return Number(value);
}

test("a note and a subject may be as long as the app takes them", () => {
  expect(NOTE_UNITS_MAX).toBe(inCore("correction.rs", "NOTE_UNITS_MAX"));
  expect(SUBJECT_UNITS_MAX).toBe(inCore("phone_call.rs", "SUBJECT_UNITS_MAX"));
});
