// Made of the types in src-tauri/core/src/desktop/help.rs and desktop/support.rs by `cargo xtask bindings`; not to be edited.

export type About = {
/** The version, for example `0.1.0`. */
version: string,
/** Where settings, ledger and logs of this profile are. */
profile: string,
/** The system it runs on, for support. */
system: string, };

export type Link = { "name": "record",
/** Which call. */
call: number, } | { "name": "contact",
/** Which call. */
call: number, } | { "name": "microsoft_apps" } | { "name": "logs" } | { "name": "front_desk" } | { "name": "faulty_number",
/** Its place in the report. */
row: number, } | { "name": "downloads" };

export type NumbersView = {
/** Records that were read. */
records: number,
/** Numbers in them. */
numbers: number,
/** How many of them a person should look at. */
faulty: number,
/** What is wrong with how many, the most frequent first. */
faults: Array<FaultLine>,
/** The first of them. */
rows: Array<NumberLine>,
/** There were too many numbers to compare all of them. */
is_sharing_incomplete: boolean, };

export type FaultLine = {
/** What is wrong, and what to do. */
words: string,
/** With how many. */
count: number, };

export type NumberLine = {
/** Its place in the report, by which its record is opened. */
row: number,
/** Whose it is. */
who: string,
/** The company, or the table where that is not the one of contacts. */
more: string | null,
/** The column. */
column: string,
/** What stands in it. */
written: string,
/** What is wrong, and what to do. */
words: string,
/** The number it means. */
suggestion: string | null, };

export type SavedFile = {
/** Where. */
path: string, };
