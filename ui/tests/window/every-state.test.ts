import { afterAll, describe, expect, test } from "vitest";
import { page } from "vitest/browser";

import { scenes } from "../../preview/scenes";
import { barriers, emulate, openScene } from "./open-scene";

const NAMES = Object.keys(scenes);

describe.each(["light", "dark"] as const)("in the %s scheme", (colorScheme) => {
  test.each(NAMES)("nothing keeps anybody from the state %s", async (name) => {
    await emulate({ colorScheme });
    await openScene(name, { page: scenes[name]?.page ?? "home" });

    expect(await barriers()).toEqual([]);
  });
});

describe("in a window as narrow as it gets", () => {
  test.each(NAMES)("the state %s needs no scrolling to the side", async (name) => {
    await page.viewport(360, 420);
    await openScene(name, { page: scenes[name]?.page ?? "home" });

    const tooWide = [...document.querySelectorAll<HTMLElement>("main, main *, nav")].filter(
      (element) => getComputedStyle(element).clipPath === "none" && element.getBoundingClientRect().right > innerWidth + 1,
    );
    expect(tooWide.map((element) => element.outerHTML.slice(0, 120))).toEqual([]);
  });
});

afterAll(async () => {
  await emulate({ colorScheme: "light" });
  await page.viewport(960, 680);
});
