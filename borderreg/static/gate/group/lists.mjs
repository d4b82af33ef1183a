// A list that a head code opens: its people by the server while there is a network, else by what this shift fetched
// earlier, else by the pack alone, which knows rows and codes and no name.

import { Unreachable } from "../api.mjs";
import { serverNow } from "../clock.mjs";
import { open, seal } from "../keys.mjs";
import { readDigits } from "../ls1/reading.mjs";
import { readPrefix } from "../ls1/digits.mjs";

const NAME = "boardings";
const LASTS = 16 * 3600_000;

/** Whether a scanned text is a head code at all. */
export function isHead(digits) {
  return readPrefix(digits, "head").reason === null;
}

/** {hash, list, commune, entries, known, rows}, or null when the code opens no list. `known`: server, kept or pack. */
export async function openList(app, digits, direction) {
  const { payload, key } = await readDigits(digits, { at: serverNow(), keys: app.pack.keyList ?? { find: () => [] }, expect: "head" });
  const asked = app.api.reachable && app.shift.token ? await fromServer(app, digits, direction) : undefined;
  if (asked === null || (!asked && !payload)) return null;
  const hash = payload?.contentHash ?? digits.slice(-64);
  if (asked) {
    await remember(app, hash, asked);
    return { hash, ...asked };
  }
  const kept = (await keptLists(app))[hash];
  const rows = await byPack(app, payload.contentHash, direction, kept);
  return { hash, list: kept?.list ?? payload.listNo, commune: kept?.commune ?? key.commune, entries: payload.entries, known: kept ? "kept" : "pack", rows };
}

/** The whole list as the server gives it; null when it knows none, undefined when it cannot be reached. */
async function fromServer(app, digits, direction) {
  const rows = [];
  try {
    for (let after = 0; after !== null; ) {
      const page = await app.api.boarding(digits, { direction, after });
      rows.push(...page.rows.map((row) => lineOf(row, direction)));
      after = page.next;
      if (after === null) return { list: page.list, commune: page.commune, entries: page.entries, known: "server", rows };
    }
  } catch (error) {
    if (error.status === 404) return null;
    if (error instanceof Unreachable || error.status >= 500 || error.status === 429) return undefined;
    throw error;
  }
  return undefined;
}

function lineOf({ cti, person, journey, class: kind }, direction) {
  const { name, birth, sex, id_last4, row } = person;
  const home = journey.state === "home";
  return { cti, row, person: { name, birth, sex, id_last4 }, may: direction === "return" ? !home : home && kind !== "refuse" };
}

/** The rows of a list in the pack; what this shift fetched earlier adds the names. */
async function byPack(app, contentHash, direction, kept) {
  const records = await app.pack.findByList(contentHash);
  const names = new Map((kept?.rows ?? []).map(({ cti, person }) => [cti, person]));
  return records.map(({ cti, row, status, state }) => ({
    cti,
    row,
    person: names.get(cti) ?? null,
    may: direction === "return" ? state !== "home" : state === "home" && status === "certified",
  }));
}

async function keptLists(app) {
  const sealed = await app.store.get(NAME);
  const lists = sealed ? await open(app.keys.sealing, sealed) : {};
  return Object.fromEntries(Object.entries(lists).filter(([, { at }]) => Date.now() - at < LASTS));
}

/** Keep a list for this shift: it may be opened again without a network. */
async function remember(app, hash, { list, commune, rows }) {
  const lists = await keptLists(app);
  lists[hash] = { list, commune, rows: rows.map(({ cti, person }) => ({ cti, person })), at: Date.now() };
  await app.store.put({ [NAME]: await seal(app.keys.sealing, lists) });
}

/** The names of fetched lists go with the shift. */
export function forgetLists(app) {
  return app.store.forget(NAME);
}
