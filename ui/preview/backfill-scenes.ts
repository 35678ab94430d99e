// The states of earlier calls that are worth looking at: those of the dialog begin once its buttons are pressed.

import type { BackfillLine, DaysAsked, View } from "../src/bindings";
import { dayAfter, dayOf } from "../src/calls/filter";
import { FakeRinglog, type World } from "./fake-ringlog";
import { sampleCalls } from "./sample-calls";
import { planOf } from "./sample-plans";
import { NOW, linkedView } from "./sample-views";
import type { Scene } from "./scenes";

const TODAY = dayOf(NOW);
const RUNNING: BackfillLine = {
  from: dayAfter(TODAY, -14), to: dayAfter(TODAY, -1), is_reading: false, done: 40, total: 120,
};
const LOOKING: View["activity"] = { kind: "looking_back", records: 120 };

function app(world: Partial<World> = {}, changes: Partial<View> = {}): FakeRinglog {
  return new FakeRinglog({ ...linkedView(), ...changes }, { calls: sampleCalls(NOW, 60, 47), ...world });
}

const onCalls = (make: () => FakeRinglog): Scene => ({ page: "calls", make });
const planned = (counts: Parameters<typeof planOf>[0]) => onCalls(() => app({ plan: (days) => planOf(counts, days) }));
const running = (changes: Partial<BackfillLine> = {}) => app({}, {
  light: { light: "amber", icon: "working", words: "Catching up: 40 of 120 calls" },
  activity: { kind: "catching_up", done: 40, total: 120 },
  backfill: { ...RUNNING, ...changes },
});

const beginsLate = (days: DaysAsked) => ({
  ...planOf({ log: 6, leave_out: 1 }, days),
  history_begins_at: new Date(NOW.getTime() - 3 * 86_400_000).toISOString(),
});

export const backfillScenes: Record<string, Scene> = {
  "backfill-plan": onCalls(() => app()),
  "backfill-plan-begins-late": onCalls(() => app({ plan: beginsLate })),
  "backfill-plan-nothing": planned({ leave_out: 2, known: 9 }),
  "backfill-plan-no-calls": planned({}),
  "backfill-plan-many": planned({ log: 480, ask: 60, leave_out: 120, known: 20 }),
  "backfill-looking": onCalls(() => app().wait("lookBack", (view) => ({ ...view, activity: LOOKING }))),
  "backfill-look-refused": onCalls(() => app().refuse("lookBack", {
    message: "The PBX at https://pbx.contoso.com does not answer.", hint: "Try again once this computer is in the company's network.",
    details: "HTTP 503 from https://pbx.contoso.com/rest/user/41@contoso.com/cdrs",
  })),
  "backfill-approving": onCalls(() => app().wait("backfill")),
  "backfill-refused": onCalls(() => app().refuse("backfill", { message: "The disk is full: no call can be kept." })),
  "backfill-looking-elsewhere": { page: "home", make: () => app({}, { activity: LOOKING }) },
  "backfill-reading": onCalls(() => running({ is_reading: true, done: 0, total: 0 })),
  "backfill-running": onCalls(() => running()),
  "backfill-running-home": { page: "home", make: () => running() },
};
