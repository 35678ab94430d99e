// What the page can ask of the app. `ipc.ts` does it in the window; the tests and the preview bring a fake.

import type {
  ActedLine, CallAction, CallCount, CallDetail, CallFilter, CallRow, ChoiceLine, DaysAsked, FindingLine, OrganizationAnswers,
  Pause, PbxAnswers, PlanView, RecordLine, SettingsView, State, Trouble, View,
} from "./bindings";
import type { About, Link, NumbersView, SavedFile } from "./bindings-support";

export type Page = "home" | "calls" | "settings" | "help";

/** What the tray or a notification wants shown: a page, on the page of calls perhaps one call or those in one state. */
export type Show = { page: Page; call: number | null; state: State | null };

export type SettingValue = string | number | boolean | string[];

export type StopListening = () => void;

/** Every promise may be rejected with a [`Trouble`]. */
export interface Ringlog {
  view(): Promise<View>;
  onView(listener: (view: View) => void): Promise<StopListening>;
  onShow(listener: (show: Show) => void): Promise<StopListening>;

  /** Newest first, those older than the call `before`. */
  calls(filter: CallFilter, before: number | null, limit: number): Promise<CallRow[]>;
  countCalls(filter: CallFilter): Promise<CallCount>;
  call(id: number): Promise<CallDetail | null>;
  /** May take seconds, since Dynamics may be asked. */
  act(id: number, action: CallAction): Promise<ActedLine>;

  /** Contacts, accounts and leads by name or number; Dynamics is asked. */
  findRecords(text: string): Promise<RecordLine[]>;
  /** What is remembered for numbers. */
  choices(): Promise<ChoiceLine[]>;
  /** Gives those that are left. */
  forgetChoice(number: string): Promise<ChoiceLine[]>;

  /** What would become of the calls of these days; takes seconds to minutes, and nothing is written. */
  lookBack(days: DaysAsked): Promise<PlanView>;
  cancelLookBack(): Promise<void>;
  /** Approves the calls of these days: waits until they are in the ledger, and they are logged from there. */
  backfill(days: DaysAsked): Promise<void>;
  /** What is not logged yet is left out, and can be approved again. */
  cancelBackfill(): Promise<void>;

  settings(): Promise<SettingsView>;
  /** Gives a sentence where the value is not allowed. */
  checkSetting(key: string, value: SettingValue): Promise<string | null>;
  setSetting(key: string, value: SettingValue): Promise<SettingsView>;
  unsetSetting(key: string): Promise<SettingsView>;

  /** An empty password stands for the one that is kept. */
  connectPbx(answers: PbxAnswers, password: string): Promise<void>;
  logInToPbx(password: string): Promise<void>;
  connectOrganization(answers: OrganizationAnswers): Promise<void>;
  skipConsent(): Promise<void>;
  /** Waits for the browser. */
  grantConsent(): Promise<void>;
  /** Waits for the browser; gives what the person should know. */
  link(): Promise<string[]>;
  cancelSignIn(): Promise<void>;
  signInAddress(): Promise<string | null>;
  administratorMessage(): Promise<string>;
  unlink(): Promise<void>;

  syncNow(): Promise<void>;
  pause(pause: Pause): Promise<void>;
  resume(): Promise<void>;
  cancelPass(): Promise<void>;

  /** Takes seconds. */
  examine(): Promise<FindingLine[]>;
  about(): Promise<About>;
  open(link: Link): Promise<void>;
  dismissNotes(): Promise<void>;

  /** Takes minutes in a large organization; gives nothing where the person cancelled. */
  readNumbers(): Promise<NumbersView | null>;
  /** How many records were read so far. */
  onNumbersRead(listener: (records: number) => void): Promise<StopListening>;
  cancelNumbers(): Promise<void>;
  /** Saves the report that was shown. */
  saveNumbers(): Promise<SavedFile>;
  diagnostics(): Promise<string>;
  /** Saves the text that was shown. */
  saveDiagnostics(): Promise<SavedFile>;
}

/** What a rejected promise says; what is no [`Trouble`] is a fault of the program and is shown as it is. */
export function troubleOf(reason: unknown): Trouble {
  if (isTrouble(reason)) return reason;
  const message = reason instanceof Error ? reason.message : String(reason);
  return { message, hint: null, details: null, wants_admin_consent: false };
}

function isTrouble(reason: unknown): reason is Trouble {
  return typeof reason === "object" && reason !== null && "message" in reason && "wants_admin_consent" in reason;
}
