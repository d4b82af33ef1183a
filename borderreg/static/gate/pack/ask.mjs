// The verdict by the pack, in the shape in which the server gives its own: class, reasons, flags, person, journey.

import { clockWrong, serverNow } from "../clock.mjs";
import { toHex } from "../bytes.mjs";
import { cardNumber } from "../codes.mjs";
import { ctiOf, grouped, ofCti } from "../entry-code.mjs";
import { openPerson } from "../ls1/persons.mjs";
import { readDigits } from "../ls1/reading.mjs";
import { decide } from "../rules/decide.mjs";
import { decideOnDevice } from "../rules/offline.mjs";
import { passageFacts } from "./facts.mjs";
import { openInstruction } from "./instructions.mjs";

/** The answer for {digits | entry_code | cti | document_number | card_text}; `offline` names the pack and its age. */
export async function askPack(app, identity, direction) {
  const at = serverNow();
  const { pack } = app;
  const { reading, record, cti } = await named(pack, identity, at);
  const person = reading?.payload ? await openPerson(reading.payload, pack.meta?.seals) : null;
  const own = record || cti ? await app.passages.of(record?.personHash ?? cti) : null;
  const facts = passageFacts({ at, reading, record, person, own, meta: pack.meta, byOrder: byOrder(app) });
  const age = pack.age(at);
  const verdict = decideOnDevice(facts, { direction, age, clockWrong: clockWrong() });
  return {
    ...verdict,
    ...(cti && { cti, entry_code: grouped(ofCti(cti)) }),
    person: person && shown(person, facts.payload, reading.key),
    journey: record || own ? journeyOf(facts.past, pack.meta) : undefined,
    ...(direction === "departure" && (await instructionOf(record, identity))),
    offline: { age, issuedAt: pack.meta?.issuedAt ?? null, key: record?.personHash ?? cti ?? null },
  };
}

function byOrder({ shift }) {
  return Boolean(shift?.acknowledged?.includes("gate_closed"));
}

/** The verdict for somebody on a list on paper: the same rules, without any entry. `paper` is the event's member. */
export function askPaper(app, paper, direction) {
  const at = serverNow();
  const { pack, api, shift } = app;
  const own = { birth: paper.birth, documentExpires: paper.document.expires };
  const facts = passageFacts({ at, reading: null, record: null, person: null, own: null, meta: pack.meta, byOrder: byOrder(app), paper: own });
  const here = !(api.reachable && shift.token);
  const verdict = here ? decideOnDevice(facts, { direction, age: pack.age(at), clockWrong: clockWrong() }) : decide(facts, direction);
  const { name, birth, document, unit, number } = paper;
  const offline = here && { age: pack.age(at), issuedAt: pack.meta?.issuedAt ?? null, key: null };
  return { ...verdict, person: { name, birth, document, unit, list: number }, ...(offline && { offline }) };
}

/** What a stop mark asks of the officer; it opens with the scanned code alone (adr/0020). */
async function instructionOf(record, { digits }) {
  if (!record?.note.stop) return null;
  return { instruction: digits && record.note.said ? await openInstruction(record.note.said, digits) : null };
}

async function named(pack, identity, at) {
  if (identity.digits) {
    const reading = await readDigits(identity.digits, { at, keys: pack.keyList ?? { find: () => [] } });
    const cti = reading.payload?.cti ?? null;
    return { reading, cti, record: cti && (await pack.find(cti)) };
  }
  const typed = identity.cti ?? (identity.entry_code ? toHex(ctiOf(identity.entry_code)) : null);
  if (typed) return { reading: null, cti: typed, record: await pack.find(typed) };
  const number = identity.document_number ?? cardNumber(identity.card_text ?? "");
  const record = number ? await pack.findByNumber(number) : null;
  return { reading: null, cti: record?.cti ?? null, record };
}

/** What the officer compares; paper and employer stand only in the register. */
function shown({ name, birth, sex, idLast4 }, payload, key) {
  return {
    name,
    birth,
    sex,
    id_last4: idLast4,
    commune: key.commune,
    list: payload.listNo,
    row: payload.row,
    valid_from: payload.validFrom,
    valid_to: payload.validTo,
  };
}

function journeyOf({ state, open }, meta) {
  if (!open) return { state };
  const gate = meta?.gates.find(({ code }) => code === open.gate);
  return { state, since: new Date(open.at).toISOString(), gate: open.gate, gate_name: gate?.name };
}
