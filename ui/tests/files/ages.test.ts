import { expect, test } from "vitest";

import { Formats } from "../../src/words/formats";

const NOW = new Date("2026-09-21T15:00:00Z");
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
const DAY = 86_400;

test.each([
  [5, "now"],
  [-30, "now"],
  [90, "1 minute ago"],
  [2 * 3600, "2 hours ago"],
  [DAY, "yesterday"],
  [20 * DAY, "2 weeks ago"],
  [23 * DAY, "3 weeks ago"],
  [70 * DAY, "2 months ago"],
  [800 * DAY, "2 years ago"],
])("what lies %d seconds back is %s", (seconds, words) => {
  expect(new Formats("en-GB").age(before(seconds), NOW)).toBe(words);
});

test("an age is told as the person's language does", () => {
  expect(new Formats("de-AT").age(before(23 * DAY), NOW)).toBe("vor 3 Wochen");
});
