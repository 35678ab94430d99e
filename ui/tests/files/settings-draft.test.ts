import { expect, test } from "vitest";

import type { Editor, SettingLine } from "../../src/bindings";
import { draftOf, isSameDraft, valueOf, withChoice } from "../../src/settings/draft";
import { found } from "../../src/settings/search";

const line = (editor: Editor, value: SettingLine["value"]): SettingLine => ({
  key: "some.key",
  title: "Réseau",
  meaning: "What it means.",
  editor,
  value,
  origin: "default",
  is_locked: false,
  default: "none",
});

const options = [
  { value: "contact", words: "Contacts" },
  { value: "account", words: "Accounts" },
];

test.each<[Editor, SettingLine["value"]]>([
  [{ kind: "text" }, "https://pbx.example.com"],
  [{ kind: "text" }, null],
  [{ kind: "number", min: 0, max: 9 }, 7],
  [{ kind: "switch" }, true],
  [{ kind: "choice", options }, "account"],
  [{ kind: "choices", options }, ["account", "contact"]],
  [{ kind: "lines" }, ["+442079460000", "1800"]],
  [{ kind: "lines" }, []],
])("a value that nobody changed stays the same: %j %j", (editor, value) => {
  expect(valueOf(draftOf(line(editor, value)), editor)).toEqual(value);
});

test("a list is edited one per line; blanks and empty lines do not count", () => {
  expect(valueOf(" +44 20 \n\n1800\n", { kind: "lines" })).toEqual(["+44 20", "1800"]);
});

test.each(["4.5", "four", "1e3", "--1"])("%s is no whole number and goes to the check as it was typed", (text) => {
  expect(valueOf(text, { kind: "number", min: 0, max: 9 })).toBe(text);
});

test("choices keep the order in which they were chosen", () => {
  expect(withChoice(["account"], "contact", true)).toEqual(["account", "contact"]);
  expect(withChoice(["account", "contact"], "account", false)).toEqual(["contact"]);
});

test("blanks at the end change nothing", () => {
  expect(isSameDraft("30 ", "30")).toBe(true);
  expect(isSameDraft(["a"], ["a", "b"])).toBe(false);
});

test("a setting is found by any word of its name, key, meaning or group, without accents", () => {
  const groups = [
    { title: "PBX", settings: [line({ kind: "text" }, null)] },
    { title: "Rules", settings: [{ ...line({ kind: "text" }, null), key: "rules.never_log", title: "Never log" }] },
  ];
  const keys = (search: string) => found(groups, search).flatMap(({ settings }) => settings.map(({ key }) => key));
  expect(keys("RESEAU pbx")).toEqual(["some.key"]);
  expect(keys("never_log")).toEqual(["rules.never_log"]);
  expect(keys("what means")).toEqual(["some.key", "rules.never_log"]);
  expect(keys("nothing has this")).toEqual([]);
  expect(keys("  ")).toHaveLength(2);
});
