import { afterAll, describe, expect, test } from "vitest";

import { scenes } from "../../preview/scenes";
import { barriers, emulate, openScene } from "./open-scene";

const SCHEMES = ["light", "dark"] as const;

describe.each(SCHEMES)("in the %s scheme", (colorScheme) => {
  test.each(Object.keys(scenes))("nothing keeps anybody from the state %s", async (name) => {
    await emulate({ colorScheme });
    await openScene(name);

    expect(await barriers()).toEqual([]);
  });
});

afterAll(() => emulate({ colorScheme: "light" }));
