// The value of a setting while it is edited.

import type { Editor, SettingLine } from "../bindings";
import type { SettingValue } from "../ringlog";

/** A value as it is edited: numbers and lists as they are typed. */
export type Draft = string | boolean | readonly string[];

/** The value in force, ready to be edited. */
export function draftOf({ editor, value }: SettingLine): Draft {
  switch (editor.kind) {
    case "switch":
      return value === true;
    case "choices":
      return Array.isArray(value) ? value : [];
    case "lines":
      return Array.isArray(value) ? value.join("\n") : "";
    case "text":
    case "number":
    case "choice":
      return value === null ? "" : String(value);
  }
}

/** What a draft means; `null` for nothing, so that the default holds. */
export function valueOf(draft: Draft, editor: Editor): SettingValue | null {
  if (typeof draft !== "string") {
    return typeof draft === "boolean" ? draft : [...draft];
  }
  const text = draft.trim();
  switch (editor.kind) {
    case "lines":
      return draft.split("\n").map((line) => line.trim()).filter((line) => line !== "");
    case "number":
      return text === "" ? null : numberOf(text);
    case "text":
    case "switch":
    case "choice":
    case "choices":
      return text === "" ? null : text;
  }
}

/** Whether both mean the same to the person who types: blanks at the end aside. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  if (typeof one === "string" && typeof other === "string") {
    return one.trim() === other.trim();
  }
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The chosen options with one put in at the end or taken out: some settings go by their order. */
export function withChoice(draft: Draft, option: string, isChosen: boolean): readonly string[] {
  const others = (Array.isArray(draft) ? (draft as readonly string[]) : []).filter((chosen) => chosen !== option);
  return isChosen ? [...others, option] : others;
}

/** What is no whole number stays as it was typed, for the sentence that says so. */
function numberOf(text: string): number | string {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
}
