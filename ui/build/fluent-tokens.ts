// Fluent 2's design tokens as CSS custom properties: made while the page is built, so that no theme engine runs in it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { webDarkTheme, webLightTheme } from "@fluentui/tokens";
import type { Plugin } from "vite";

const NAME = "virtual:fluent-tokens.css";

type Theme = Record<string, string | number>;
const LIGHT: Theme = { ...webLightTheme };
const DARK: Theme = { ...webDarkTheme };

/** Serves `virtual:fluent-tokens.css` with the tokens that the sources name; a name Fluent does not know is an error. */
export function fluentTokens(): Plugin {
  let sources = "";
  return {
    name: "fluent-tokens",
    configResolved(config) {
      sources = join(config.root, "src");
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const named = namedTokens(sources);
      for (const name of named) {
        if (!(name in LIGHT)) this.error(`Fluent 2 has no token "${name}"`);
      }
      const all = this.meta.watchMode ? Object.keys(LIGHT) : named;
      return stylesheet(all);
    },
  };
}

/** Fluent's tokens are camel case; the page's own properties have hyphens. */
function namedTokens(folder: string): string[] {
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(css|svelte)$/.test(file)) continue;
    for (const [, name] of readFileSync(join(folder, file), "utf8").matchAll(/var\(--([a-z]+[A-Z0-9]\w*)\)/g)) {
      if (name) names.add(name);
    }
  }
  return [...names].sort();
}

function stylesheet(names: string[]): string {
  const same = names.filter((name) => LIGHT[name] === DARK[name]);
  const differing = names.filter((name) => LIGHT[name] !== DARK[name]);
  const lines = (theme: Theme, list: string[]) => list.map((name) => `--${name}: ${theme[name]};`).join("\n");
  return `
:root { ${lines(LIGHT, [...same, ...differing])} }
@media (prefers-color-scheme: dark) { :root { ${lines(DARK, differing)} } }
`;
}
