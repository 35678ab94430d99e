// The states of the pages of calls, settings and help that are worth looking at.

import type { View } from "../src/bindings";
import { FakeRinglog, type World } from "./fake-ringlog";
import { sampleCalls } from "./sample-calls";
import { ALL_FINE, NUMBERS_FAULTY, SIGNED_OUT } from "./sample-findings";
import { sampleSettings } from "./sample-settings";
import { DIAGNOSTICS, FAULTY_NUMBERS } from "./sample-support";
import { DYNAMICS_OK, NOW, PBX_OK, SIGN_IN_OK, linkedView, off } from "./sample-views";
import type { Scene } from "./scenes";

const LEDGER_LOCKED = {
  message: "The list of calls cannot be read: another program holds the file.",
  hint: "Close the other program and try again.",
  details: "ledger.sqlite3: database is locked",
};

function app(world: Partial<World>, changes: Partial<View> = {}): FakeRinglog {
  const calls = world.calls ?? [];
  const counts = { logged: 0, waiting: 0, needs_you: 0, left_out: 0, failed: 0 };
  for (const { state } of calls) counts[state] += 1;
  return new FakeRinglog({ ...linkedView(), counts, ...changes }, world);
}

const withCalls = (count: number, everyMinutes: number) => app({ calls: sampleCalls(NOW, count, everyMinutes) });
const pbxDown = { ...PBX_OK, state: "error" as const, message: "The PBX at https://pbx.contoso.com does not answer." };

export const pageScenes: Record<string, Scene> = {
  calls: { page: "calls", make: () => withCalls(320, 47) },
  "calls-hundred-thousand": { page: "calls", make: () => withCalls(100_000, 13) },
  "calls-failed": {
    page: "calls",
    make: () =>
      app({
        calls: sampleCalls(NOW, 12).map((row, place) =>
          place % 3 > 0 ? row : {
            ...row, state: "failed", has_record: false,
            reason: "Your Dynamics role lacks the privilege prvCreateActivity: ask your administrator for it.",
          },
        ),
      }),
  },
  "calls-none": { page: "calls", make: () => app({ calls: [] }) },
  "calls-none-pbx-down": { page: "calls", make: () => app({ calls: [] }, { parts: [pbxDown, SIGN_IN_OK, off(DYNAMICS_OK, "Not asked.")] }) },
  "calls-refused": { page: "calls", make: () => app({ calls: [] }).refuse("calls", LEDGER_LOCKED) },
  settings: { page: "settings", make: () => app({ settings: sampleSettings() }) },
  "settings-with-problems": {
    page: "settings",
    make: () =>
      app({
        settings: sampleSettings([
          "settings.toml, line 7: pbx.poll_seconds must be a whole number from 5 to 3600, not \"often\".",
          "settings.toml, line 12: \"rules.minimum\" is not a setting of Ringlog.",
        ]),
      }),
  },
  "settings-refused": {
    page: "settings",
    make: () => app({}).refuse("settings", { message: "settings.toml cannot be read: permission denied." }),
  },
  help: { page: "help", make: () => app({ findings: ALL_FINE, numbers: FAULTY_NUMBERS, diagnostics: DIAGNOSTICS }) },
  "help-numbers": { page: "help", make: () => app({ findings: NUMBERS_FAULTY, numbers: FAULTY_NUMBERS }) },
  "help-signed-out": { page: "help", make: () => app({ findings: SIGNED_OUT }) },
  "help-refused": {
    page: "help",
    make: () =>
      app({})
        .refuse("examine", { message: "The engine is being stopped." })
        .refuse("about", { message: "Nobody answered." })
        .refuse("readNumbers", { message: "Dynamics asked for a pause of 30 more seconds." })
        .refuse("diagnostics", { message: "A line of the ledger cannot be understood." }),
  },
};
