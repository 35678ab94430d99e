import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { RecordLine } from "../../src/bindings";
import { RecordSearch } from "../../src/corrections/record-search.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const record = (name: string): RecordLine => ({ entity: "contact", id: name, name, about: "Contact", why: null });

/** Dynamics, answering each question when it is told to. */
function dynamics() {
  const asked: string[] = [];
  const answers: { found: (records: RecordLine[]) => void; refuse: (reason: Error) => void }[] = [];
  const findRecords = (text: string) => {
    asked.push(text);
    return new Promise<RecordLine[]>((found, refuse) => answers.push({ found, refuse }));
  };
  return { asked, answers, search: new RecordSearch({ findRecords }) };
}

function type(search: RecordSearch, text: string): void {
  search.text = text;
  search.type();
}

const pause = () => vi.advanceTimersByTimeAsync(1000);
const names = (search: RecordSearch) => search.records.map(({ name }) => name);

test("an answer that comes late does not replace a newer one", async () => {
  const { answers, search } = dynamics();
  type(search, "ho");
  await pause();
  type(search, "holm");
  await pause();
  answers[1]?.found([record("Holm")]);
  answers[0]?.found([record("Hoover")]);
  await pause();

  expect(names(search)).toEqual(["Holm"]);
  expect(search.found).toBe("holm");
});

test("an answer to what was taken back is not shown", async () => {
  const { answers, search } = dynamics();
  type(search, "holm");
  await pause();
  type(search, "");
  answers[0]?.found([record("Holm")]);
  await pause();

  expect(names(search)).toEqual([]);
  expect(search.found).toBeNull();
  expect(search.isFinding).toBe(false);
});

test("trouble is told, and gone with the next answer", async () => {
  const { answers, search } = dynamics();
  type(search, "holm");
  await pause();
  answers[0]?.refuse(new Error("Dynamics could not be reached."));
  await pause();
  expect(search.trouble?.message).toBe("Dynamics could not be reached.");
  expect(search.isFinding).toBe(false);
  void search.ask();
  answers[1]?.found([record("Holm")]);
  await pause();

  expect(search.trouble).toBeNull();
  expect(names(search)).toEqual(["Holm"]);
});

test("nothing is asked after the search is closed", async () => {
  const { asked, search } = dynamics();
  type(search, "holm");
  search.close();
  await pause();

  expect(asked).toEqual([]);
});
