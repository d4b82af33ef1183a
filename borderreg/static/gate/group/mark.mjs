// One person of a group, scanned or ticked: here, to be looked at by itself, or not passing. Nothing is recorded yet,
// but for an attempt that was refused.

import { ask, isUnavailable } from "../ask.mjs";
import { recordAttempt } from "../flow.mjs";
import { onlyCompare, toDecide } from "../presets.mjs";
import { uuid7 } from "../uuid7.mjs";

const HERE = new Set(["present", "written"]);

/** {outcome: present | aside | stopped | again | unread | unreachable, answer}: what became of a scanned or ticked person. */
export async function mark(app, identity, method) {
  const { group } = app;
  const { direction } = group.facts;
  let answer;
  try {
    answer = await ask(app, identity, direction);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return { outcome: "unreachable", answer: null };
  }
  if (answer.class === "unreadable" || !answer.cti) return { outcome: "unread", answer };
  if (HERE.has(group.person(answer.cti)?.state)) return { outcome: "again", answer };
  const named = identity.digits ? identity : { cti: answer.cti };
  const person = { identity: named, method, answer: kept(answer), extra: {} };
  const state = stateOf(app, answer, direction, person);
  await group.note(answer.cti, { ...person, state });
  if (state === "stopped") await recordAttempt(app, { identity: named, method, direction, answer });
  return { outcome: state, answer };
}

function stateOf(app, { class: kind, reasons }, direction, person) {
  if (direction === "return" || kind === "accept") return "present";
  if (kind === "refuse") return "stopped";
  if (!onlyCompare(toDecide(app.shift, reasons))) return "aside";
  person.extra = { override: { reason: "compared_person" } };
  return "present";
}

/** Take a person who was decided on a screen of its own into the group, to be written when it closes. */
export async function take(app, { identity, method, answer }, extra) {
  const key = answer?.cti ?? uuid7();
  await app.group.note(key, { state: "present", identity, method, answer: answer && kept(answer), extra });
  app.go("scan");
}

/** After the commander let conditions pass: who was held up by nothing else is here now. */
export async function settleAside(app) {
  for (const [key, person] of Object.entries(app.group?.facts.people ?? {})) {
    if (person.state !== "aside" || !onlyCompare(toDecide(app.shift, person.answer.reasons))) continue;
    await app.group.note(key, { ...person, state: "present", extra: { override: { reason: "commander_order" } } });
  }
}

/** What of an answer goes with the person: enough to write the event, and the name to tell people apart. */
function kept({ class: kind, reasons, flags, cti, person, offline, instruction, journey }) {
  return { class: kind, reasons, flags, cti, person, offline, instruction, journey };
}
