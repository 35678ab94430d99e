import { playwright } from "@vitest/browser-playwright";
import type { BrowserCommand } from "vitest/node";
import { defineConfig, mergeConfig } from "vitest/config";

import { LAUNCH_OPTIONS } from "./tests/chromium.ts";
import base from "./vite.config.ts";

type Media = { colorScheme?: "light" | "dark"; forcedColors?: "active" | "none" };

/** What the person has set in their system, as the page's media queries see it. */
const emulate: BrowserCommand<[Media]> = async (context, media) => {
  await context.page.emulateMedia(media);
};

export default mergeConfig(
  base,
  defineConfig({
    test: {
      testTimeout: 15_000,
      hookTimeout: 60_000,
      projects: [
        {
          extends: true,
          test: { name: "files", environment: "node", include: ["tests/files/*.test.ts"] },
        },
        {
          extends: true,
          optimizeDeps: { include: ["axe-core", "@fluent/bundle", "vitest-browser-svelte"] },
          test: {
            name: "window",
            include: ["tests/window/*.test.ts"],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              viewport: { width: 960, height: 680 },
              instances: [{ browser: "chromium" }],
              commands: { emulate },
              // A colour on its way to another has neither contrast.
              provider: playwright({ launchOptions: LAUNCH_OPTIONS, contextOptions: { reducedMotion: "reduce" } }),
            },
          },
        },
      ],
    },
  }),
);
