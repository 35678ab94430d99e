import { expect, test } from "vitest";

import { DayWords } from "../../src/calls/day-words";
import { catalogue } from "../../src/words/catalogue";

const now = new Date("2026-01-01T00:30:00");
const days = (language: "en" | "de", locale: string) => new DayWords(locale, catalogue(language, locale));

test("today and yesterday are called so, across the turn of the year too", () => {
  expect(days("en", "en-GB").of("2026-01-01", now)).toBe("Today");
  expect(days("en", "en-GB").of("2025-12-31", now)).toBe("Yesterday");
});

test("an earlier day is written as the locale has it, with the year where it is another one", () => {
  const later = new Date("2026-09-21T12:00:00");
  expect(days("en", "en-GB").of("2026-09-14", later)).toBe("Monday 14 September");
  expect(days("de", "de-AT").of("2026-09-14", later)).toBe("Montag, 14. September");
  expect(days("de", "de-AT").of("2025-09-14", later)).toBe("Sonntag, 14. September 2025");
});
