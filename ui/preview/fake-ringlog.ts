// A `Ringlog` without an app behind it: it answers from a scene, notes what it was asked, refuses what it is told to.

import type {
  CallDetail, CallFilter, CallRow, ChoiceLine, DaysAsked, FindingLine, PlanView, RecordLine, SettingsView, Trouble, View,
} from "../src/bindings";
import type { NumbersView } from "../src/bindings-support";
import type { Ringlog, Show } from "../src/ringlog";
import { acted, detailOf } from "./fake-acts";
import { samplePlan } from "./sample-plans";

export type Command = Exclude<keyof Ringlog, "onView" | "onShow" | "onNumbersRead">;
export type Asked = { command: Command; arguments: unknown[] };

/** What the app would know beside its view. */
export type World = {
  calls: CallRow[];
  /** What differs from the usual of calls, by their numbers. */
  details: Record<number, Partial<CallDetail>>;
  records: RecordLine[];
  choices: ChoiceLine[];
  /** What would become of the calls of some days. */
  plan: (days: DaysAsked) => PlanView;
  settings: SettingsView;
  findings: FindingLine[];
  numbers: NumbersView;
  diagnostics: string;
};

const NO_NUMBERS: NumbersView = { records: 0, numbers: 0, faulty: 0, faults: [], rows: [], is_sharing_incomplete: false };

/** What is found is counted so far; all calls, and all in a state, to the last. */
const COUNTED_MAX = 1000;

export class FakeRinglog implements Ringlog {
  /** Everything that was asked, in order. */
  readonly asked: Asked[] = [];
  readonly #refused = new Map<Command, Trouble>();
  readonly #reactions = new Map<Command, (view: View) => View>();
  readonly #waiting = new Set<Command>();
  #viewListeners: ((view: View) => void)[] = [];
  #showListeners: ((show: Show) => void)[] = [];
  #numbersListeners: ((records: number) => void)[] = [];
  #endReading: (() => void) | null = null;
  #rejectWait: ((trouble: Trouble) => void) | null = null;
  #objection: string | null = null;
  #view: View;
  readonly #world: World;

  constructor(view: View, world: Partial<World> = {}) {
    this.#view = view;
    this.#world = {
      calls: [...view.needs_you, ...view.today], details: {}, records: [], choices: [], plan: samplePlan,
      settings: { groups: [], problems: [] }, findings: [], numbers: NO_NUMBERS, diagnostics: "", ...world,
    };
  }

  /** The command is rejected from now on. */
  refuse(command: Command, trouble: Partial<Trouble> & Pick<Trouble, "message">): this {
    this.#refused.set(command, { hint: null, details: null, wants_admin_consent: false, ...trouble });
    return this;
  }

  /** The command is done from now on, and changes the view so. */
  accept(command: Command, reaction: (view: View) => View = (view) => view): this {
    this.#refused.delete(command);
    this.#waiting.delete(command);
    this.#reactions.set(command, reaction);
    return this;
  }

  /** Acts on calls are not done from now on, and this is said of them; `null` ends that. */
  object(words: string | null): this {
    this.#objection = words;
    return this;
  }

  /** The command does not end before it is cancelled. */
  wait(command: Command, reaction: (view: View) => View = (view) => view): this {
    this.accept(command, reaction);
    this.#waiting.add(command);
    return this;
  }

  /** What is waited for fails. */
  failWaiting(message: string): void {
    this.#rejectWait?.({ message, hint: null, details: null, wants_admin_consent: false });
  }

  /** Something changed in the app. */
  become(view: View): void {
    this.#view = view;
    for (const listener of this.#viewListeners) listener(view);
  }

  speak(person: Pick<View, "language" | "locale">): void {
    this.become({ ...this.#view, ...person });
  }

  /** The tray or a notification wants something shown. */
  bring(show: Show): void {
    for (const listener of this.#showListeners) listener(show);
  }

  /** So many records were read. */
  readRecords(records: number): void {
    for (const listener of this.#numbersListeners) listener(records);
  }

  /** The arguments of each time a command was asked. */
  argumentsOf(command: Command): unknown[][] {
    return this.asked.filter((asked) => asked.command === command).map((asked) => asked.arguments);
  }

  async #do<T>(command: Command, given: unknown[], answer: T): Promise<T> {
    this.asked.push({ command, arguments: given });
    await Promise.resolve();
    const trouble = this.#refused.get(command);
    if (trouble) throw trouble;
    const reaction = this.#reactions.get(command);
    if (reaction) this.become(reaction(this.#view));
    if (this.#waiting.has(command)) {
      return new Promise<T>((_, reject) => (this.#rejectWait = reject));
    }
    return answer;
  }

  view = () => Promise.resolve(this.#view);
  onView = (listener: (view: View) => void) => {
    this.#viewListeners.push(listener);
    return Promise.resolve(() => (this.#viewListeners = this.#viewListeners.filter((one) => one !== listener)));
  };
  onShow = (listener: (show: Show) => void) => {
    this.#showListeners.push(listener);
    return Promise.resolve(() => (this.#showListeners = this.#showListeners.filter((one) => one !== listener)));
  };

  calls: Ringlog["calls"] = (filter, before, limit) => {
    const rows = this.#found(filter).filter((row) => before === null || row.id < before);
    return this.#do("calls", [filter, before, limit], rows.slice(0, limit));
  };
  countCalls: Ringlog["countCalls"] = (filter) => {
    const calls = this.#found(filter).length;
    const isKept = filter.search === "" && filter.direction === null && filter.day === null;
    const is_more = !isKept && calls > COUNTED_MAX;
    return this.#do("countCalls", [filter], { calls: is_more ? COUNTED_MAX : calls, is_more });
  };
  call: Ringlog["call"] = (id) => this.#do("call", [id], this.#detail(id));
  act: Ringlog["act"] = async (id, action) => {
    const detail = this.#detail(id);
    const done = detail && acted(detail, action, this.#world.records);
    const objection = this.#objection ?? (done ? null : "There is no such call.");
    const answer = await this.#do("act", [id, action], { words: objection ?? done?.words ?? "", is_refused: objection !== null });
    if (done && objection === null) this.#keep(done.detail);
    return answer;
  };

  findRecords: Ringlog["findRecords"] = (text) => {
    const wanted = text.toLowerCase();
    const found = this.#world.records.filter(({ name, about }) => `${name} ${about}`.toLowerCase().includes(wanted));
    return this.#do("findRecords", [text], found);
  };
  choices: Ringlog["choices"] = () => this.#do("choices", [], this.#world.choices);
  forgetChoice: Ringlog["forgetChoice"] = async (number) => {
    const left = this.#world.choices.filter((choice) => choice.number !== number);
    const answer = await this.#do("forgetChoice", [number], left);
    this.#world.choices = left;
    for (const detail of Object.values(this.#world.details)) {
      if (detail.remembered?.number === number) detail.remembered = null;
    }
    return answer;
  };

  lookBack: Ringlog["lookBack"] = async (days) => {
    const plan = await this.#do("lookBack", [days], this.#world.plan(days));
    this.become({ ...this.#view, activity: { kind: "idle" } });
    return plan;
  };
  cancelLookBack: Ringlog["cancelLookBack"] = async () => {
    await this.#do("cancelLookBack", [], undefined);
    this.#endWait();
  };
  backfill: Ringlog["backfill"] = async (days) => {
    await this.#do("backfill", [days], undefined);
    const total = this.#world.plan(days).to_approve;
    this.become({ ...this.#view, backfill: { ...days, is_reading: false, done: 0, total } });
  };
  cancelBackfill: Ringlog["cancelBackfill"] = async () => {
    await this.#do("cancelBackfill", [], undefined);
    this.become({ ...this.#view, backfill: null });
    this.#endWait();
  };

  settings: Ringlog["settings"] = () => this.#do("settings", [], this.#world.settings);
  checkSetting: Ringlog["checkSetting"] = (key, value) =>
    this.#do("checkSetting", [key, value], value === "" || !/\s/.test(String(value)) ? null : `"${String(value)}" has a space in it.`);
  setSetting: Ringlog["setSetting"] = (key, value) => {
    for (const line of this.#world.settings.groups.flatMap((group) => group.settings)) {
      if (line.key === key) Object.assign(line, { value, origin: "file" });
    }
    return this.#do("setSetting", [key, value], structuredClone(this.#world.settings));
  };
  unsetSetting: Ringlog["unsetSetting"] = (key) => {
    for (const line of this.#world.settings.groups.flatMap((group) => group.settings)) {
      if (line.key === key) Object.assign(line, { value: null, origin: "default" });
    }
    return this.#do("unsetSetting", [key], structuredClone(this.#world.settings));
  };

  connectPbx: Ringlog["connectPbx"] = (answers, password) => this.#do("connectPbx", [answers, password], undefined);
  logInToPbx: Ringlog["logInToPbx"] = (password) => this.#do("logInToPbx", [password], undefined);
  connectOrganization: Ringlog["connectOrganization"] = (answers) => this.#do("connectOrganization", [answers], undefined);
  skipConsent: Ringlog["skipConsent"] = () => this.#do("skipConsent", [], undefined);
  grantConsent: Ringlog["grantConsent"] = () => this.#do("grantConsent", [], undefined);
  link: Ringlog["link"] = () => this.#do("link", [], []);
  cancelSignIn: Ringlog["cancelSignIn"] = async () => {
    await this.#do("cancelSignIn", [], undefined);
    this.#endWait();
  };
  signInAddress: Ringlog["signInAddress"] = () =>
    this.#do("signInAddress", [], "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize?client_id=3f2b9a10");
  administratorMessage: Ringlog["administratorMessage"] = () =>
    this.#do("administratorMessage", [], [
      "Hello,",
      "",
      "I would like to use Ringlog, which logs my finished phone calls in Dynamics 365 under my own name.",
      "It needs your consent once for our organization:",
      "https://login.microsoftonline.com/contoso.com/v2.0/adminconsent?client_id=3f2b9a10",
      "",
      "Permissions:",
      "- Dynamics CRM, user_impersonation: writes phone calls as me, with my own rights",
      "- openid, profile, offline_access: keeps me signed in",
      "",
      "Thank you!",
    ].join("\n"));
  unlink: Ringlog["unlink"] = () => this.#do("unlink", [], undefined);

  syncNow: Ringlog["syncNow"] = () => this.#do("syncNow", [], undefined);
  pause: Ringlog["pause"] = (pause) => this.#do("pause", [pause], undefined);
  resume: Ringlog["resume"] = () => this.#do("resume", [], undefined);
  cancelPass: Ringlog["cancelPass"] = () => this.#do("cancelPass", [], undefined);

  examine: Ringlog["examine"] = () => this.#do("examine", [], this.#world.findings);
  about: Ringlog["about"] = () =>
    this.#do("about", [], { version: "0.1.0", profile: "/home/mira/.local/share/ringlog", system: "Linux 6.1, x86_64" });
  open: Ringlog["open"] = (link) => this.#do("open", [link], undefined);
  dismissNotes: Ringlog["dismissNotes"] = () => this.#do("dismissNotes", [], undefined);

  readNumbers: Ringlog["readNumbers"] = () => {
    const read = this.#do("readNumbers", [], this.#world.numbers);
    const cancelled = new Promise<null>((resolve) => (this.#endReading = () => resolve(null)));
    return Promise.race([read, cancelled]);
  };
  onNumbersRead: Ringlog["onNumbersRead"] = (listener) => {
    this.#numbersListeners.push(listener);
    return Promise.resolve(() => (this.#numbersListeners = this.#numbersListeners.filter((one) => one !== listener)));
  };
  cancelNumbers: Ringlog["cancelNumbers"] = async () => {
    await this.#do("cancelNumbers", [], undefined);
    this.#endReading?.();
  };
  saveNumbers: Ringlog["saveNumbers"] = () =>
    this.#do("saveNumbers", [], { path: "/home/mira/Downloads/Ringlog numbers 2026-11-18.csv" });
  diagnostics: Ringlog["diagnostics"] = () => this.#do("diagnostics", [], this.#world.diagnostics);
  saveDiagnostics: Ringlog["saveDiagnostics"] = () =>
    this.#do("saveDiagnostics", [], { path: "/home/mira/Downloads/Ringlog diagnostics 2026-11-18.txt" });

  #endWait(): void {
    this.become({ ...this.#view, activity: { kind: "idle" } });
    this.failWaiting("You cancelled.");
  }

  #found(filter: CallFilter): CallRow[] {
    const wanted = filter.search.toLowerCase();
    return this.#world.calls.filter(
      (row) =>
        [row.who, row.company, row.number].some((text) => text?.toLowerCase().includes(wanted)) &&
        (filter.state === null || row.state === filter.state) &&
        (filter.direction === null || row.direction === filter.direction) &&
        (filter.day === null || row.started_at.startsWith(filter.day)),
    );
  }

  #detail(id: number): CallDetail | null {
    const row = this.#world.calls.find((known) => known.id === id);
    return row ? { ...detailOf(row), ...this.#world.details[id] } : null;
  }

  #keep(detail: CallDetail): void {
    const { row } = detail;
    this.#world.details[row.id] = detail;
    const withRow = (rows: CallRow[]) => rows.map((known) => (known.id === row.id ? row : known));
    this.#world.calls = withRow(this.#world.calls);
    const needsYou = withRow(this.#view.needs_you).filter(({ state }) => state === "needs_you");
    const counts = { ...this.#view.counts, needs_you: needsYou.length };
    this.become({ ...this.#view, today: withRow(this.#view.today), needs_you: needsYou, counts });
  }
}
