// The browser the tests run in.

import { existsSync } from "node:fs";

import type { LaunchOptions } from "playwright";

/** The system's own Chromium, or the browser that the system comes with. */
const PROGRAM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const CHANNEL = process.platform === "win32" ? "msedge" : "chrome";

export const LAUNCH_OPTIONS: LaunchOptions = {
  ...(PROGRAM ? { executablePath: PROGRAM } : { channel: CHANNEL }),
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
};
