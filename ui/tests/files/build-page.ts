// The page as it is built for the window, without writing it anywhere.

import { join } from "node:path";

import { type Rollup, build } from "vite";

export const UI = join(import.meta.dirname, "../..");

/** Each file of the built page with its content. */
export async function buildPage(): Promise<Map<string, string>> {
  const built = (await build({
    root: UI, configFile: join(UI, "vite.config.ts"), logLevel: "error", build: { write: false },
  })) as Rollup.RollupOutput;
  return new Map(
    built.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)]),
  );
}
