import { expect, test } from "vitest";

import { Formats } from "../../src/words/formats";

test.each([
  ["en-GB", "2026-05-01", "2026-05-14", "1–14 May 2026"],
  ["de-DE", "2026-04-30", "2026-05-14", "30. April–14. Mai 2026"],
  ["fr-FR", "2025-12-31", "2026-01-02", "31 décembre 2025–2 janvier 2026"],
  ["es-ES", "2026-05-01", "2026-05-01", "1 de mayo de 2026"],
])("days are told in %s as shortly as they can be", (locale, first, last, words) => {
  expect(new Formats(locale).days(first, last).replace(/\s*–\s*/, "–")).toBe(words);
});
