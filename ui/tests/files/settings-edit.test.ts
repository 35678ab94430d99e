import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { SettingLine, SettingsView } from "../../src/bindings";
import type { SettingValue } from "../../src/ringlog";
import { SettingEdit, type SettingKeeper } from "../../src/settings/edit.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const line = (more: Partial<SettingLine> = {}): SettingLine => ({
  key: "pbx.poll_seconds",
  title: "Look every",
  meaning: "Seconds between two looks.",
  editor: { kind: "number", min: 5, max: 3600 },
  value: 30,
  origin: "default",
  is_locked: false,
  default: "30",
  ...more,
});

/** Keeps what it is given; only whole numbers from 5 on are allowed. */
class Desk implements SettingKeeper {
  line: SettingLine;
  asked: SettingValue[] = [];
  kept: (SettingValue | "unset")[] = [];
  held: (() => void)[] | null = null;
  refusal: string | null = null;

  constructor(first: SettingLine) {
    this.line = first;
  }

  async checkSetting(_key: string, value: SettingValue): Promise<string | null> {
    this.asked.push(value);
    const held = this.held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    return typeof value === "number" && value < 5 ? `${value} is too few.` : null;
  }

  setSetting(_key: string, value: SettingValue): Promise<SettingsView> {
    if (this.refusal) {
      return Promise.reject({ message: this.refusal, hint: null, details: null, wants_admin_consent: false });
    }
    this.kept.push(value);
    this.line = { ...this.line, value, origin: "file" };
    return Promise.resolve(this.#view());
  }

  unsetSetting(): Promise<SettingsView> {
    this.kept.push("unset");
    this.line = { ...this.line, value: 30, origin: "default" };
    return Promise.resolve(this.#view());
  }

  #view(): SettingsView {
    return { groups: [{ title: "PBX", settings: [this.line] }], problems: [] };
  }
}

function open(first: SettingLine = line()) {
  const desk = new Desk(first);
  const views: SettingsView[] = [];
  const edit = new SettingEdit(first, desk, (view) => views.push(view));
  return { desk, edit, views };
}

test("what is typed is checked once somebody stops typing, and nothing is saved by typing", async () => {
  const { desk, edit } = open();
  for (const text of ["1", "12", "120"]) edit.type(text);
  await vi.runAllTimersAsync();

  expect(desk.asked).toEqual([120]);
  expect(desk.kept).toEqual([]);
});

test("what is not allowed is said and not saved", async () => {
  const { desk, edit } = open();
  edit.type("4");
  await edit.save();

  expect(edit.complaint).toBe("4 is too few.");
  expect(desk.kept).toEqual([]);
  expect(edit.draft).toBe("4");
});

test("what is allowed is saved when the field is left, and that is said for a while", async () => {
  const { desk, edit, views } = open();
  edit.type("60");
  await edit.save();
  expect(desk.kept).toEqual([60]);
  expect(views).toHaveLength(1);
  expect(edit.progress).toBe("saved");
  await vi.runAllTimersAsync();

  expect(edit.progress).toBe("idle");
});

test("what did not change is not saved", async () => {
  const { desk, edit } = open();
  edit.type("4");
  await edit.save();
  edit.type("30 ");
  await edit.save();

  expect(desk.kept).toEqual([]);
  expect(edit.complaint).toBeNull();
});

test("an empty field goes back to the default", async () => {
  const { desk, edit } = open(line({ value: 60, origin: "file" }));
  edit.type("  ");
  await edit.save();

  expect(desk.kept).toEqual(["unset"]);
  expect(edit.draft).toBe("30");
});

test("an older check that answers late does not replace a newer one", async () => {
  const { desk, edit } = open();
  desk.held = [];
  edit.type("4");
  await vi.runAllTimersAsync();
  edit.type("60");
  await vi.runAllTimersAsync();
  desk.held[1]?.();
  desk.held[0]?.();
  await vi.runAllTimersAsync();

  expect(edit.complaint).toBeNull();
});

test("what is typed while it is being saved stays", async () => {
  const { desk, edit } = open();
  edit.type("60");
  const saving = edit.save();
  desk.held = [];
  edit.type("61");
  await saving;

  expect(edit.draft).toBe("61");
});

test("a refusal to save is said, and what was typed stays", async () => {
  const { desk, edit } = open();
  desk.refusal = "settings.toml cannot be written.";
  edit.type("60");
  await edit.save();

  expect(edit.complaint).toBe("settings.toml cannot be written.");
  expect(edit.draft).toBe("60");
  expect(edit.progress).toBe("idle");
});

test("a change from elsewhere is taken over, unless somebody is typing", () => {
  const { edit } = open();
  edit.follow(line({ value: 90 }));
  expect(edit.draft).toBe("90");
  edit.type("91");
  edit.follow(line({ value: 120 }));

  expect(edit.draft).toBe("91");
});

test("back to default forgets what was typed", async () => {
  const { desk, edit } = open(line({ value: 60, origin: "file" }));
  edit.type("4");
  await edit.reset();

  expect(desk.kept).toEqual(["unset"]);
  expect(edit.draft).toBe("30");
  expect(edit.complaint).toBeNull();
});
