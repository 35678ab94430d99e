// Writes `src/licences.json`, or with `--check` compares it: every package the app is built from, with its version and licence.
//
// Rust packages are the normal dependencies of the app on any platform; those of the page are what its bundle holds.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { build } from "vite";

const UI = resolve(import.meta.dirname, "..");

/** Their data is in the page, though none of their code is. */
const DATA = ["@fluentui/tokens"];

function rustPackages() {
  const answer = execFileSync("cargo", ["metadata", "--format-version", "1", "--locked"], {
    cwd: dirname(UI),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const { packages, resolve: graph } = JSON.parse(answer);
  const byId = new Map(packages.map((each) => [each.id, each]));
  const depsOf = new Map(graph.nodes.map((node) => [node.id, node.deps]));
  const seen = new Set();
  const waiting = packages.filter(({ name, source }) => name === "ringlog" && source === null).map(({ id }) => id);
  while (waiting.length > 0) {
    const id = waiting.pop();
    if (seen.has(id)) continue;
    seen.add(id);
    const normal = depsOf.get(id).filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    waiting.push(...normal.map(({ pkg }) => pkg));
  }
  return [...seen]
    .map((id) => byId.get(id))
    .filter(({ source }) => source !== null)
    .map(({ name, version, license, license_file }) => entry(name, version, license ?? license_file));
}

async function pagePackages() {
  const { output } = await build({ root: UI, logLevel: "error", build: { write: false } });
  const folders = new Set(DATA.map((name) => join(UI, "node_modules", name)));
  for (const { moduleIds = [] } of output) {
    for (const id of moduleIds) {
      const folder = packageFolder(id.replaceAll("\0", "").split("?")[0]);
      if (folder) folders.add(folder);
    }
  }
  return [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return entry(name, version, license);
  });
}

/** The folder of the package a file of `node_modules` belongs to. */
function packageFolder(file) {
  const parts = file.split("/node_modules/");
  if (parts.length < 2) return null;
  const [first, second] = parts.at(-1).split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  const folder = join(parts.slice(0, -1).join("/node_modules/"), "node_modules", name);
  return existsSync(join(folder, "package.json")) ? folder : null;
}

function entry(name, version, licence) {
  if (!licence) throw new Error(`${name} ${version} names no licence`);
  return { name, version, licence };
}

const byName = (one, other) => one.name.localeCompare(other.name, "en") || one.version.localeCompare(other.version, "en");
const licences = [...rustPackages(), ...(await pagePackages())].sort(byName);
const lines = licences.map((each) => `  ${JSON.stringify(each)}`);
const text = `[\n${lines.join(",\n")}\n]\n`;
const file = join(UI, "src/licences.json");
if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8").replaceAll("\r\n", "\n") !== text) {
  console.error("src/licences.json is not that of these packages: make it anew with `cargo xtask bindings`.");
  process.exitCode = 1;
}
