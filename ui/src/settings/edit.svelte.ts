// One setting under a person's hands.

import type { SettingLine, SettingsView } from "../bindings";
import { type Ringlog, type SettingValue, troubleOf } from "../ringlog";
import { Turns } from "../turns";
import { type Draft, draftOf, isSameDraft, valueOf } from "./draft";

/** How long nobody types before what stands there is checked. */
const CHECK_AFTER_MILLISECONDS = 250;

/** How long "Saved" is shown. */
const SAVED_FOR_MILLISECONDS = 3000;

/** What editing a setting asks of the app. */
export type SettingKeeper = Pick<Ringlog, "checkSetting" | "setSetting" | "unsetSetting">;

/** Where the edit of a setting stands. */
export type Progress = "idle" | "saving" | "saved";

/** Checked while it is typed, saved as soon as it is allowed. */
export class SettingEdit {
  draft: Draft = $state.raw("");
  /** Why the draft is not allowed or could not be saved, in a sentence. */
  complaint: string | null = $state(null);
  progress: Progress = $state("idle");

  #keeper: SettingKeeper;
  #take: (view: SettingsView) => void;
  #line: SettingLine;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checks = new Turns();

  constructor(line: SettingLine, keeper: SettingKeeper, take: (view: SettingsView) => void) {
    this.#line = line;
    this.#keeper = keeper;
    this.#take = take;
    this.draft = draftOf(line);
  }

  /** What was typed differs from what is in force. */
  get isChanged(): boolean {
    return !isSameDraft(this.draft, draftOf(this.#line));
  }

  /** The setting as Ringlog has it now; what somebody is typing stays. */
  follow(line: SettingLine): void {
    const wasChanged = this.isChanged;
    this.#line = line;
    if (!wasChanged) {
      this.draft = draftOf(line);
    }
  }

  /** Somebody typed: says soon whether that is allowed. */
  type(draft: Draft): void {
    this.draft = draft;
    this.progress = "idle";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MILLISECONDS);
  }

  /** Somebody chose: saves at once. */
  async choose(draft: Draft): Promise<void> {
    this.draft = draft;
    await this.save();
  }

  /** Saves what stands there if it is allowed and differs from what is in force. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.isChanged) {
      this.#checks.take();
      this.complaint = null;
      return;
    }
    if (!(await this.#check())) {
      return;
    }
    const value = valueOf(this.draft, this.#line.editor);
    await this.#keep(
      value === null
        ? this.#keeper.unsetSetting(this.#line.key)
        : this.#keeper.setSetting(this.#line.key, value),
    );
  }

  /** Goes back to what is in force. */
  discard(): void {
    clearTimeout(this.#timer);
    this.#checks.take();
    this.draft = draftOf(this.#line);
    this.complaint = null;
  }

  /** Takes the person's value away, so that the default holds. */
  async reset(): Promise<void> {
    clearTimeout(this.#timer);
    this.#checks.take();
    this.complaint = null;
    await this.#keep(this.#keeper.unsetSetting(this.#line.key), true);
  }

  /** Nothing more is said after this. */
  close(): void {
    clearTimeout(this.#timer);
    this.#checks.take();
  }

  async #check(): Promise<boolean> {
    const isNewest = this.#checks.take();
    const value = valueOf(this.draft, this.#line.editor);
    const complaint = value === null ? null : await this.#ask(value);
    if (!isNewest()) {
      return false;
    }
    this.complaint = complaint;
    return complaint === null;
  }

  async #ask(value: SettingValue): Promise<string | null> {
    try {
      return await this.#keeper.checkSetting(this.#line.key, value);
    } catch (reason) {
      return troubleOf(reason).message;
    }
  }

  async #keep(answer: Promise<SettingsView>, isReset = false): Promise<void> {
    this.progress = "saving";
    const sent = this.draft;
    try {
      const view = await answer;
      const line = view.groups.flatMap((group) => group.settings).find(({ key }) => key === this.#line.key);
      if (line !== undefined) {
        this.#line = line;
        if (isReset || isSameDraft(this.draft, sent)) {
          this.draft = draftOf(line);
        }
      }
      this.progress = "saved";
      this.#timer = setTimeout(() => (this.progress = "idle"), SAVED_FOR_MILLISECONDS);
      this.#take(view);
    } catch (reason) {
      this.progress = "idle";
      this.complaint = troubleOf(reason).message;
    }
  }
}
