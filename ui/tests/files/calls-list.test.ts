import { expect, test } from "vitest";

import { ALL_CALLS } from "../../src/calls/filter";
import { CallList, PAGE_ROWS } from "../../src/calls/list.svelte";
import { Office, callRow, callRows } from "./office";

const ids = (list: CallList) => list.rows.map((row) => row.id);
const searchFor = (search: string) => ({ ...ALL_CALLS, search });

async function listOf(office: Office): Promise<CallList> {
  const list = new CallList(office);
  await list.show(ALL_CALLS);
  return list;
}

test("an answer that comes late does not replace a newer one", async () => {
  const office = new Office(callRows(20, 20));
  const list = await listOf(office);
  office.hold();
  const older = list.show(searchFor("Caller 1"));
  const newer = list.show(searchFor("Caller 20"));

  office.answer(1);
  await newer;
  office.answer(0);
  await older;

  expect(ids(list)).toEqual([20]);
  expect(list.total).toEqual({ calls: 1, is_more: false });
});

test("pages join without a gap or a call twice, down to the last", async () => {
  const office = new Office(callRows(250, 250));
  const list = await listOf(office);
  for (let page = 0; page < 5; page += 1) await list.extend();

  expect(ids(list)).toEqual(office.ledger.map((row) => row.id));
  expect(office.asked.map(({ before }) => before)).toEqual([null, 151, 51]);
});

test("a page is asked for once, however often the end comes near", async () => {
  const office = new Office(callRows(500, 500));
  const list = await listOf(office);
  await Promise.all([list.extend(), list.extend(), list.extend()]);

  expect(list.rows).toHaveLength(2 * PAGE_ROWS);
});

test("a page of an older filter is not added to a newer one", async () => {
  const office = new Office(callRows(500, 500));
  const list = await listOf(office);
  office.hold();
  const more = list.extend();
  const found = list.show(searchFor("Caller 12"));
  office.answer(1);
  await found;
  office.answer(0);
  await more;

  expect(list.rows.every((row) => row.who.startsWith("Caller 12"))).toBe(true);
});

test("new calls are counted and leave the list where it is", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  office.ledger = callRows(303, 303);
  await list.changed(0, 9);

  expect(list.newer).toBe(3);
  expect(ids(list)[0]).toBe(300);
  expect(list.rows).toHaveLength(PAGE_ROWS);
  expect(list.total).toEqual({ calls: 303, is_more: false });
});

test("new calls come in when they are asked for", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  office.ledger = callRows(303, 303);
  await list.changed(0, 9);
  await list.show(list.filter);

  expect(list.newer).toBe(0);
  expect(ids(list)[0]).toBe(303);
});

test("what changed is shown where it is in view", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  await list.extend();
  office.ledger = office.ledger.map((row) => (row.id === 155 ? callRow(155, { state: "failed" }) : row));
  await list.changed(140, 150);

  expect(list.rows.find((row) => row.id === 155)?.state).toBe("failed");
  expect(list.rows).toHaveLength(250 - 10);
});

test("what changed out of view is shown once it comes into view", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  await list.extend();
  office.ledger = office.ledger.map((row) => (row.id === 155 ? callRow(155, { state: "failed" }) : row));
  await list.changed(0, 9);
  expect(list.rows.find((row) => row.id === 155)?.state).toBe("logged");
  await list.see(140, 150);

  expect(list.rows.find((row) => row.id === 155)?.state).toBe("failed");
});

test("rows in view that are up to date are not asked for again", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  await list.see(0, 9);

  expect(office.asked).toHaveLength(1);
});

test("a call that no longer fits leaves the list", async () => {
  const office = new Office(callRows(5, 5).map((row) => ({ ...row, state: "waiting" as const })));
  const list = await listOf(office);
  await list.show({ ...ALL_CALLS, state: "waiting" });
  office.ledger = office.ledger.map((row) => (row.id === 5 ? { ...row, state: "logged" as const } : row));
  await list.changed(0, 4);

  expect(ids(list)).toEqual([4, 3, 2, 1]);
  expect(list.newer).toBe(0);
});

test("the first call of an empty list is shown at once", async () => {
  const office = new Office([]);
  const list = await listOf(office);
  office.ledger = callRows(1, 1);
  await list.changed(0, 0);

  expect(ids(list)).toEqual([1]);
});

test("more new calls than a page take nothing away", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  office.ledger = callRows(900, 900);
  await list.changed(0, 9);

  expect(list.newer).toBe(PAGE_ROWS);
  expect(ids(list)[0]).toBe(300);
});

test("a refusal is told and the next answer takes it back", async () => {
  const office = new Office(callRows(3, 3));
  office.refusal = new Error("The ledger is locked.");
  const list = await listOf(office);
  expect(list.trouble?.message).toBe("The ledger is locked.");
  office.refusal = null;
  await list.show(ALL_CALLS);

  expect(list.trouble).toBeNull();
  expect(list.rows).toHaveLength(3);
});

test("a refused page leaves what is listed", async () => {
  const office = new Office(callRows(300, 300));
  const list = await listOf(office);
  office.refusal = new Error("The ledger is locked.");
  await list.extend();

  expect(list.rows).toHaveLength(PAGE_ROWS);
  expect(list.trouble?.message).toBe("The ledger is locked.");
});
