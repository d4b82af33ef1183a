// The frozen facts of a passage as the device knows them: what was read, the pack's record, and what this device
// itself recorded since. A fact that it does not hold is null and decides nothing.

import { localDay } from "../rules/days.mjs";

const PACK_OTHER_GATE = "?";

/** The facts that `rules/offline.mjs` decides on. `own` is this device's newest passage of the person, or null; `byOrder`: the commander opened the gate. */
export function passageFacts({ at, reading, record, person, own, meta, byOrder = false, paper = null }) {
  const day = localDay(at);
  const payload = reading?.payload ? withDays(reading.payload) : null;
  const past = pastOf(record, own, meta);
  return {
    at,
    day,
    gate: { ...gateFacts(meta?.gate, at), openedByOrder: byOrder },
    reading,
    payload,
    entry: record && entryFacts(record, payload, person, day),
    past,
    stop: record?.note.stop ?? null,
    sameEntryDeparted: past.open && past.byThis ? past.open : null,
    documentChanged: false,
    paper,
  };
}

function withDays(payload) {
  return { ...payload, validFrom: localDay(payload.nbf * 1000), validTo: localDay((payload.exp - 1) * 1000) };
}

function entryFacts({ status, note, paperUntil }, payload, person, day) {
  const [listNo = null, row = null, gates = payload?.gates ?? null, validFrom, validTo] = note.content ?? [];
  return {
    status,
    listNo,
    row,
    gates,
    birth: note.birth ?? person?.birth ?? null,
    validFrom: validFrom ?? note.valid_from ?? payload?.validFrom ?? null,
    validTo: validTo ?? note.valid_to ?? payload?.validTo ?? null,
    documentExpires: note.document_expires ?? paperUntil,
    outsideBorderZone: note.outside_border_zone ?? false,
    superseded: false,
    employerSuspended: Boolean(note.employer_suspended_from) && note.employer_suspended_from <= day,
  };
}

/** Where the person is: by the pack, unless this device recorded something later. */
function pastOf(record, own, meta) {
  if (own && own.at > (record?.last ?? 0)) {
    return { state: own.state, open: own.state === "home" ? null : { gate: own.gate, at: own.at }, byThis: own.cti === record?.cti };
  }
  if (!record || record.state === "home") return { state: "home", open: null, byThis: false };
  const gate = meta.gates[record.gatePlace]?.code ?? PACK_OTHER_GATE;
  return { state: record.state, open: { gate, at: record.last }, byThis: record.byThis };
}

/** The device's gate now: closed while one of its dated notices runs. */
function gateFacts(gate, at) {
  const closed = gate?.closures.some(([from, to]) => Date.parse(from) <= at && (to === null || at < Date.parse(to))) ?? false;
  return { code: gate?.code ?? "", bit: gate?.bit ?? 0, international: gate?.international ?? true, hours: gate?.hours ?? [], closed, openedByOrder: false };
}
