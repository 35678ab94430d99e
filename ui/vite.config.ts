import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

import { fluentTokens } from "./build/fluent-tokens.ts";

export default defineConfig({
  plugins: [fluentTokens(), svelte()],
  build: {
    // Inlined assets would be `data:` addresses, which the window's content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
