//! The states of the pages of calls, settings and help that are worth looking at.

import type { View } from "../src/bindings";
import { FakeRinglog, type World } from "./fake-ringlog";
import { sampleCalls } from "./sample-calls";
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
  "calls-none": { page: "calls", make: () => app({}) },
  "calls-none-pbx-down": { page: "calls", make: () => app({}, { parts: [pbxDown, SIGN_IN_OK, off(DYNAMICS_OK, "Not asked.")] }) },
  "calls-refused": { page: "calls", make: () => app({}).refuse("calls", LEDGER_LOCKED) },
};
