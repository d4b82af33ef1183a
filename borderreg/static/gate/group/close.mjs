// Closing a group: everybody who is here becomes an event, in one go; the last one also says what was counted.

import { crossing } from "../events.mjs";
import { keep, passageOf, rememberPassage } from "../keep.mjs";
import { askPack } from "../pack/ask.mjs";
import { withdraw } from "../undo.mjs";
import { closing } from "./counts.mjs";
import { onlyCompare, toDecide } from "../presets.mjs";

const MOST_ABSENT = 500;

/** Who is still to be written: [[key, person]]. */
export function toWrite({ people }) {
  return Object.entries(people).filter(([, { state }]) => state === "present");
}

/**
 * Write everybody who is here; `onAnswer()` after each answer of the server. Resolves when all is durable here:
 * by the pack that is all, with a network the server still decides departures.
 */
export async function writeAll(app, onAnswer) {
  const { group } = app;
  const live = app.api.reachable && Boolean(app.shift.token);
  if (!live) await judgeAgain(app);
  const waiting = toWrite(group.facts);
  for (const [index, [key, person]] of waiting.entries()) {
    const closed = index === waiting.length - 1 ? { closed: closing(group.facts, MOST_ABSENT) } : {};
    if (!(await writeOne(app, { key, person, live, closed, onAnswer }))) return false;
  }
  app.delivery.send();
  return true;
}

async function writeOne(app, { key, person, live, closed, onAnswer }) {
  const { group } = app;
  const { id, kind, direction } = group.facts;
  const passage = { ...person, direction };
  const event = await keep(
    app,
    crossing({ app, ...passage, method: "group", extra: { ...person.extra, [kind]: { id, ...closed } } }),
    live ? { live: direction === "departure" } : { decided: true, passage: passageOf(app, passage) },
  );
  if (!event) return false;
  const waits = live && direction === "departure";
  await group.note(key, { ...person, state: "written", event, waits });
  const name = person.answer?.person?.name ?? person.identity.declared?.name ?? "";
  if (!live) app.history.add({ id: event.id, direction, name });
  else app.delivery.expect(event.id, name, (what, result) => answered(app, { key, what, result, event, passage, onAnswer }));
  return true;
}

async function answered(app, { key, what, result, event, passage, onAnswer }) {
  const person = app.group?.person(key);
  if (what === "recorded") await rememberPassage(app, event, passage);
  if (!person) return;
  const stopped = what === "attempt" || what === "not_recorded";
  const answer = stopped ? { ...person.answer, class: result.verdict ?? "refuse", reasons: result.reasons ?? [] } : person.answer;
  await app.group.note(key, { ...person, waits: false, state: stopped ? "stopped" : "written", answer });
  onAnswer();
}

/** Without a network the pack has the last word also on those whom the server had answered for. */
async function judgeAgain(app) {
  const { group } = app;
  for (const [key, person] of toWrite(group.facts)) {
    if (person.answer?.offline || !person.answer?.cti) continue;
    const answer = await askPack(app, person.identity, group.facts.direction);
    const good = group.facts.direction === "return" || answer.class === "accept" || person.extra.override || onlyCompare(toDecide(app.shift, answer.reasons));
    const extra = answer.class === "check" && !person.extra.override ? { ...person.extra, override: { reason: "compared_person" } } : person.extra;
    const state = answer.class === "refuse" && group.facts.direction === "departure" ? "stopped" : good ? "present" : "aside";
    await group.note(key, { ...person, state, extra, answer: { ...answer, person: answer.person ?? person.answer.person } });
  }
}

/** The server does not answer: what it was asked is taken back behind itself, and the pack decides. */
export async function decideHere(app, onAnswer) {
  for (const [key, person] of Object.entries(app.group.facts.people)) {
    if (!person.waits) continue;
    await withdraw(app, person.event, { wait: false });
    const { event, waits, ...rest } = person;
    await app.group.note(key, { ...rest, state: "present", answer: { ...rest.answer, offline: undefined } });
  }
  app.api.onConnection("offline");
  return writeAll(app, onAnswer);
}

