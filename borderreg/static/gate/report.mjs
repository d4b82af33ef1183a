// A shift's report: added up from this device's own log, kept until the server has it, signed like a batch of events.

import { serverNow } from "./clock.mjs";
import { figures } from "./shift-log.mjs";
import { uuid7 } from "./uuid7.mjs";

const HOUR = 3600_000;
const PACKS_KEPT = 200;

/** The report of the open shift as it stands now. */
export async function reportNow(app, { signed = "none", closed = "hand_over" } = {}) {
  const { shift, store } = app;
  const now = serverNow();
  const head = (await store.get("head")) ?? { seq: 0 };
  const mine = ({ seq }) => seq >= shift.firstSeq;
  const waiting = (await store.waiting()).filter(mine);
  const unsent = waiting.filter(({ state }) => state === "waiting").length;
  return {
    id: uuid7(),
    officer: shift.officer.id,
    started_at: instant(shift.startedAt),
    ended_at: instant(Math.max(now, shift.startedAt)),
    offline: Boolean(shift.offline),
    direction: shift.direction,
    crossing_point: shift.crossingPoint ?? "",
    first_seq: shift.firstSeq,
    last_seq: head.seq,
    ...figures(await store.log(shift.firstSeq)),
    unsent,
    rejected: waiting.length - unsent,
    pack_ages: packAges((await store.get("packs")) ?? [], shift.startedAt, now),
    signed,
    closed,
  };
}

/** Make the final report and put it where it waits for the server; the log before it goes. */
export async function closeReport(app, { signed, closed }) {
  const body = await reportNow(app, { signed, closed });
  const waiting = (await app.store.get("reports")) ?? [];
  await app.store.put({ reports: [...waiting, body], lastReport: { ...body, name: app.shift.officer.name } });
  await app.store.dropLog(app.shift.firstSeq);
}

/** Send the reports that wait; one that the server cannot read stays, and holds up no other. */
export async function sendReports({ api, store, keys }) {
  for (const body of (await store.get("reports")) ?? []) {
    try {
      await api.sendReport(body, keys.signing);
    } catch (error) {
      if (error.status !== 400) throw error;
      continue;
    }
    const left = (await store.get("reports")).filter(({ id }) => id !== body.id);
    await store.put({ reports: left });
  }
}

/** Note that a pack was taken: how old the data were at any hour follows from that. */
export async function notePack(store, { at, issuedAt }) {
  const packs = (await store.get("packs")) ?? [];
  await store.put({ packs: [...packs, { at, issuedAt }].slice(-PACKS_KEPT) });
}

/** How old the pack was at the start and at each full hour since: [{at, minutes or null}]. */
export function packAges(packs, from, to) {
  const hours = [from];
  for (let hour = (Math.floor(from / HOUR) + 1) * HOUR; hour <= to && hours.length < 24; hour += HOUR) hours.push(hour);
  return hours.map((hour) => ({ at: instant(hour), minutes: ageAt(packs, hour) }));
}

function ageAt(packs, hour) {
  const pack = packs.findLast(({ at }) => at <= hour);
  return pack ? Math.max(0, Math.round((hour - pack.issuedAt) / 60_000)) : null;
}

function instant(at) {
  return new Date(at).toISOString();
}
