import { afterAll, describe, expect, test } from "vitest";
import { page } from "vitest/browser";

import { scenes } from "../../preview/scenes";
import { barriers, emulate, openState } from "./open-scene";

const NAMES = Object.keys(scenes);

describe.each(["light", "dark"] as const)("in the %s scheme", (colorScheme) => {
  test.each(NAMES)("nothing keeps anybody from the state %s", async (name) => {
    await emulate({ colorScheme });
    await openState(name);

    expect(await barriers()).toEqual([]);
  });
});

describe("in the language with the longest words", () => {
  test.each(NAMES)("the state %s fits every width, and nothing leaves its frame", async (name) => {
    await openState(name, { language: "de", locale: "de-DE" });

    for (const width of [360, 520, 880]) {
      await page.viewport(width, 420);
      expect(overflowing(), `${width} pixels wide`).toEqual([]);
    }
  });
});

/** What is wider than the window, what holds more than its own width, and sentences squeezed to a column of letters. */
function overflowing(): string[] {
  return [...document.querySelectorAll<HTMLElement>("main, main *, nav")]
    .filter((element) => getComputedStyle(element).clipPath === "none")
    .filter((element) => {
      const isTooWide = element.getBoundingClientRect().right > innerWidth + 1;
      const isSqueezed = element.matches("p") && element.textContent.length > 30 && element.clientWidth < 90;
      return isTooWide || isSqueezed || (element.matches("section, form, nav, main") && element.scrollWidth > element.clientWidth + 1);
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

afterAll(async () => {
  await emulate({ colorScheme: "light" });
  await page.viewport(960, 680);
});
