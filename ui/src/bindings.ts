// Made of the types in src-tauri/core/src/desktop.rs by `cargo xtask bindings`; not to be edited.

export type View = {
/** The person's locale as a BCP 47 tag, for example `de-AT`: how the page writes dates and numbers. */
locale: string,
/** The language the words are in. */
language: Language,
/** Everything outside is simulated on this computer. */
is_demo: boolean,
/** The light with its words: the tray's tooltip and first menu line, and the head of the window. */
light: LightView,
/** The parts of the light, in the order they are looked at. */
parts: Array<PartLine>,
/** The linked account; `None` while nobody is linked. */
account: AccountView | null,
/** What is going on right now. */
activity: Activity,
/** Earlier calls that were approved and are not through. */
backfill: BackfillLine | null,
/** Nothing is asked or sent before this time, because the person said so. */
paused_until: string | null,
/** The steps of the first run, until they are done once. */
first_run: FirstRun | null,
/** How many calls stand where. */
counts: Counts,
/** The call that was logged last. */
last_logged: CallRow | null,
/** The calls of today in the person's time zone, newest first; the list of calls has the rest. */
today: Array<CallRow>,
/** The calls that need the person, newest first. */
needs_you: Array<CallRow>,
/** Why Ringlog cannot work at all, in a sentence. */
failure: string | null,
/** What the person should be told once, a sentence each. */
notes: Array<string>, };

export type LightView = {
/** Its colour. */
light: Light,
/** The picture that says the same without colour. */
icon: Icon,
/** In a few words. */
words: string, };

export type Light = "green" | "amber" | "red" | "grey";

export type Icon = "linked" | "working" | "attention" | "error" | "unlinked";

export type PartLine = {
/** Which. */
part: Part,
/** Its name. */
name: string,
/** How it is. */
state: PartState,
/** In a sentence, with the cure where a person has one. */
message: string,
/** When it last answered. */
checked_at: string | null,
/** What the person can press to cure it. */
cure: Cure | null, };

export type Part = "pbx" | "sign_in" | "dynamics";

export type PartState = "ok" | "working" | "attention" | "error" | "off";

export type Cure = "grant_consent" | "link" | "log_in_to_pbx" | "open_settings" | "open_needs_you" | "open_failed" | "sync_now" | "open_waiting" | "check_numbers";

export type AccountView = {
/** What the person knows the account by. */
user_name: string,
/** The name of the Dynamics user. */
full_name: string,
/** The organization's address. */
organization_url: string,
/** When it was linked. */
linked_at: string,
/** Why Microsoft wants the person again, in a sentence; `None` while the sign-in is good. */
sign_in_needed: string | null,
/** The organization or its login is plain http on this computer. */
is_insecure: boolean, };

export type Activity = { "kind": "idle" } | { "kind": "syncing" } | { "kind": "catching_up",
/** Calls that are through. */
done: number,
/** Calls in all. */
total: number, } | { "kind": "looking_back",
/** Records read so far. */
records: number, } | { "kind": "in_browser",
/** What for. */
purpose: Purpose,
/** Why no browser opened, in a sentence; the address can still be copied. */
trouble: string | null, };

export type Purpose = "consent" | "link";

export type Trouble = {
/** What happened, in a sentence. */
message: string,
/** What to do next, in a sentence. */
hint: string | null,
/** For support: correlation ids and codes. */
details: string | null,
/** An administrator can solve it by consenting. */
wants_admin_consent: boolean, };

export type Counts = { logged: number, waiting: number, needs_you: number, left_out: number, failed: number, };

export type Language = "en" | "de" | "fr" | "es";

export type FirstRun = {
/** The step to do now; each one before it was verified against the real system. */
step: Step,
/** What is known already, to be shown in the fields. */
known: Known, };

export type Step = "pbx" | "organization" | "consent" | "link";

export type Known = {
/** `pbx.url` */
pbx_url: Field,
/** `pbx.tenant` */
pbx_tenant: Field,
/** `pbx.extension` */
extension: Field,
/** A password is kept in the keychain. */
has_pbx_password: boolean,
/** `dynamics.organization_url` */
organization_url: Field,
/** `microsoft.client_id` */
client_id: Field,
/** Consent was granted from this computer. */
is_consent_granted: boolean, };

export type Field = {
/** Its value; empty while there is none. */
value: string,
/** The managed policy or the environment sets it: the person cannot. */
is_fixed: boolean, };

export type PbxAnswers = {
/** `pbx.url` */
url: string,
/** `pbx.tenant`; empty for the host of the address. */
tenant: string,
/** `pbx.extension` */
extension: string, };

export type OrganizationAnswers = {
/** `dynamics.organization_url` */
organization_url: string,
/** `microsoft.client_id` */
client_id: string, };

export type CallRow = {
/** The ledger's own number for it. */
id: number,
/** Which way it went. */
direction: Direction,
/** How it ended. */
outcome: Outcome,
/** First ring. */
started_at: string,
/** Seconds between answer and end. */
talk_seconds: number,
/** The other side, as the person knows it best: the record's name, the caller's name, the number, or words for a
 * withheld one. */
who: string,
/** The company of the record, if Dynamics told one. */
company: string | null,
/** The other side's number as the person would write it. */
number: string | null,
/** Where it stands. */
state: State,
/** Why, in a sentence. */
reason: string | null,
/** It has a record in Dynamics that can be opened. */
has_record: boolean, };

export type Direction = "inbound" | "outbound" | "internal";

export type Outcome = "connected" | "no_answer" | "busy" | "failed" | "unknown";

export type State = "logged" | "waiting" | "needs_you" | "left_out" | "failed";

export type CallDetail = {
/** Its line. */
row: CallRow,
/** The PBX's call id, for support. */
source_id: string,
/** The person's extension. */
extension: string,
/** First answer. */
answered_at: string | null,
/** The end. */
ended_at: string,
/** When it was logged. */
logged_at: string | null,
/** It regards a contact, account or lead that can be opened. */
has_contact: boolean,
/** What its record is called in Dynamics. */
subject: string | null,
/** What the person noted, the newest last. */
notes: Array<string>,
/** What the person is asked. */
question: Question | null,
/** What was chosen for its number, if anything is remembered. */
remembered: ChoiceLine | null,
/** What the person asked to be changed in Dynamics and is not done yet, a sentence each. */
pending: Array<string>,
/** What happened to it, oldest first. */
history: Array<HistoryLine>,
/** What the person can do with it. */
actions: Array<CallAct>, };

export type HistoryLine = {
/** When. */
at: string,
/** What happened, in a sentence. */
words: string, };

export type CallAct = "retry" | "log" | "choose" | "correct" | "note" | "rename" | "undo" | "make_private";

export type CallAction = { "kind": "retry" } | { "kind": "log" } | { "kind": "choose",
/** Its table. */
entity: Entity,
/** Its id. */
id: string, } | { "kind": "choose_new_contact" } | { "kind": "choose_nobody" } | { "kind": "note",
/** What. */
text: string, } | { "kind": "rename",
/** What. */
subject: string, } | { "kind": "undo" } | { "kind": "make_private" };

export type ActedLine = {
/** In a sentence. */
words: string,
/** It was refused: the person has to look. */
is_refused: boolean, };

export type Question = {
/** Those it may have been. */
candidates: Array<RecordLine>,
/** A contact can be made for the number. */
may_create: boolean,
/** What happens if nobody answers, and when, in a sentence. */
limit: string | null, };

export type RecordLine = {
/** Its table. */
entity: Entity,
/** Its id. */
id: string,
/** Its name. */
name: string,
/** What tells it from others of the same name: its company, or what it is. */
about: string,
/** Why it is offered, in a few words, where that is not the number itself. */
why: string | null, };

export type Entity = "contact" | "account" | "lead";

export type ChoiceLine = {
/** The number in E.164, by which it is forgotten. */
number: string,
/** The number as the person would write it. */
shown_number: string,
/** Whose calls they are. */
name: string,
/** The company, if Dynamics told one. */
company: string | null,
/** When it was chosen. */
chosen_at: string, };

export type CallFilter = {
/** Part of a name, a number, a company or a note; empty for all. */
search: string,
/** Only those in this state. */
state: State | null,
/** Only those that went this way. */
direction: Direction | null,
/** Only those that began on this day in the person's time zone, as `YYYY-MM-DD`. */
day: string | null, };

export type CallCount = {
/** So many, or as many as were counted. */
calls: number,
/** There are more, and how many is not known: a large ledger is not counted through at every letter typed. */
is_more: boolean, };

export type SettingsView = {
/** The groups, in the order they are shown. */
groups: Array<SettingGroup>,
/** What is wrong with the settings, a sentence each. */
problems: Array<string>, };

export type SettingGroup = {
/** Its heading. */
title: string,
/** Its settings. */
settings: Array<SettingLine>, };

export type SettingLine = {
/** Its dotted name, as in `settings.toml`. */
key: string,
/** Its name for people. */
title: string,
/** What it means, in a line. */
meaning: string,
/** What kind of value it has, and so how it is edited. */
editor: Editor,
/** The value in force; `null` where there is none. */
value: string | number | boolean | Array<string> | null,
/** Where the value comes from. */
origin: Origin,
/** The managed policy sets it, or the environment does: it cannot be changed here. */
is_locked: boolean,
/** What holds while nobody sets it, in words. */
default: string, };

export type Editor = { "kind": "text" } | { "kind": "number",
/** The least allowed. */
min: number,
/** The most allowed. */
max: number, } | { "kind": "switch" } | { "kind": "choice",
/** What can be chosen. */
options: Array<ChoiceOption>, } | { "kind": "choices",
/** What can be chosen. */
options: Array<ChoiceOption>, } | { "kind": "lines" };

export type ChoiceOption = {
/** As in `settings.toml`. */
value: string,
/** For people. */
words: string, };

export type Origin = "default" | "file" | "environment" | "policy";

export type FindingLine = {
/** Which check. */
check: Check,
/** Its name. */
name: string,
/** How it came out. */
verdict: Verdict,
/** What was found, in a sentence. */
finding: string,
/** What cures it, in a sentence. */
cure: string | null,
/** What the person can press for it. */
press: Cure | null, };

export type Check = "profile" | "settings" | "region" | "clock" | "keychain" | "ledger" | "pause" | "pbx" | "history" | "organization" | "sign_in" | "who_am_i" | "privileges" | "attribution" | "numbers" | "rules" | "coexistence" | "calls" | "corrections";

export type Verdict = "ok" | "attention" | "failed" | "skipped";

export type Pause = "hour" | "until_tomorrow";

export type DaysAsked = {
/** The first, as `YYYY-MM-DD`. */
from: string,
/** The last, as `YYYY-MM-DD`. */
to: string, };

export type PlanView = {
/** The first day, as `YYYY-MM-DD`. */
from: string,
/** The last day, as `YYYY-MM-DD`. */
to: string,
/** How many would become what. */
totals: Totals,
/** How many would be taken on if the person approves. */
to_approve: number,
/** The oldest call the PBX still has, where its history does not reach back to the first day. */
history_begins_at: string | null,
/** The calls, the newest first; the first five hundred. */
calls: Array<PlannedLine>, };

export type Totals = { log: number, on_new_contacts: number, new_contacts: number, without_contact: number, ask: number, already_logged: number, left_out: number, known: number, unreadable: number, };

export type PlannedLine = {
/** What would become of it. */
prospect: Prospect,
/** Which way it went; `null` for a record that cannot be read. */
direction: Direction | null,
/** How it ended. */
outcome: Outcome,
/** First ring; `null` for a record that cannot be read. */
started_at: string | null,
/** Seconds between answer and end. */
talk_seconds: number,
/** The other side: on whom it would be logged, the caller's name, the number, or words for a withheld one. */
who: string,
/** The number as the person would write it. */
number: string | null,
/** A contact would be made for it. */
creates_contact: boolean,
/** Why, in a sentence, where that is worth saying. */
reason: string | null, };

export type Prospect = "log" | "ask" | "already_logged" | "leave_out" | "known" | "unreadable";

export type BackfillLine = {
/** The first day, as `YYYY-MM-DD`. */
from: string,
/** The last day, as `YYYY-MM-DD`. */
to: string,
/** The PBX is still being read. */
is_reading: boolean,
/** Calls that are through. */
done: number,
/** Calls in all, as far as they are read. */
total: number, };
