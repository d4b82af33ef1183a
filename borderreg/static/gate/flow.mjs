// One passage from a code to a recorded crossing: look → decide → record.

import { ask, isUnavailable } from "./ask.mjs";
import { taken } from "./debounce.mjs";
import { crossing } from "./events.mjs";
import { take } from "./group/mark.mjs";
import { keep, passageOf, rememberPassage } from "./keep.mjs";
import { askPack } from "./pack/ask.mjs";
import { play } from "./sound.mjs";
import { withdraw } from "./undo.mjs";

/** Ask about an identity and show the verdict; it writes nothing. */
export async function look(app, identity, method, direction = app.group?.facts.direction ?? app.shift.direction) {
  app.busy("verdict.checking");
  try {
    const answer = await ask(app, identity, direction);
    show(app, { identity: settled(identity, answer), method, direction, answer });
  } catch (error) {
    if (isUnavailable(error)) app.go("unreachable", { passage: { identity, method, direction, answer: null }, error });
    else app.failed(error);
  }
}

/** A text that is no code of ours is judged here: nothing of it leaves the device. */
export function foreign(app) {
  const answer = { class: "unreadable", reasons: ["not_ours"] };
  show(app, { identity: null, method: "camera", direction: app.shift.direction, answer });
}

/** Record the passage; green is shown only when the server has stored it, or this device durably by its pack. */
export async function record(app, passage, extra = {}) {
  if (app.group?.facts.direction === passage.direction) return take(app, passage, extra); // written when the group closes
  if (passage.answer?.offline) return recordHere(app, passage, extra);
  const event = await keep(app, crossing({ app, ...passage, extra }), { live: passage.direction === "departure" });
  if (event) await deliver(app, event, passage);
  return undefined;
}

/** The neighbour turned the person back: a return with its cause, also in a lane of departures. */
export function recordTurnedBack(app, passage) {
  return record(app, { ...passage, direction: "return" }, { cause: "turned_back" });
}

async function recordHere(app, passage, extra) {
  const event = await keep(app, crossing({ app, ...passage, extra }), { decided: true, passage: passageOf(app, passage) });
  if (!event) return;
  app.history.add({ id: event.id, direction: event.direction, name: nameOf(passage), passage });
  taken(event.digits);
  app.go("done", { kind: "recorded", result: { flags: passage.answer.flags }, passage, event });
  app.delivery.send();
}

/** The server does not answer for a departure: it is taken back behind itself, and the pack decides. */
export async function decideHere(app, event, passage) {
  await withdraw(app, event, { wait: false });
  const answer = await askPack(app, passage.identity, passage.direction);
  show(app, { ...passage, answer });
}

/** The person had returned without a record: write that return as inferred, then this departure. */
export async function recordAfterUnrecordedReturn(app, passage) {
  const back = { ...passage, direction: "return", method: "inferred" };
  const inferred = await keep(app, crossing({ app, ...back }), { decided: Boolean(passage.answer.offline), passage: passageOf(app, back) });
  if (inferred) await record(app, passage, { override: { reason: "returned_unrecorded" } });
}

/** A departure that does not take place is written as an attempt, while the screen stays as it is. */
export async function recordAttempt(app, passage, extra = {}) {
  const decided = Boolean(passage.answer?.offline);
  const event = await keep(app, crossing({ app, ...passage, extra }), { live: !decided, attempt: true, decided });
  if (!event) return;
  if (decided) return void app.delivery.send();
  // Should the rules have changed their answer in this second, nobody has passed: the crossing is taken back.
  app.delivery.expect(event.id, null, (kind) => kind === "recorded" && withdraw(app, event));
  await app.delivery.send();
  return undefined;
}

/** Show that it is being sent, and what became of it. */
export async function deliver(app, event, passage) {
  app.go("sending", { event, passage });
  app.delivery.expect(event.id, nameOf(passage), (kind, result) => {
    if (kind === "attempt") show(app, { ...passage, answer: { ...passage.answer, ...judged(result) }, recorded: true });
    else app.go("done", { kind, result, passage, event });
    if (kind !== "recorded") return;
    taken(event.digits);
    app.history.remember(event.id, passage);
    rememberPassage(app, event, passage);
  });
  await app.delivery.send();
}

function show(app, passage) {
  play(passage.answer.class);
  app.go("verdict", { passage });
}

function nameOf({ answer, identity }) {
  return answer?.person?.name ?? identity?.declared?.name ?? "";
}

function judged({ verdict, reasons, journey }) {
  return { class: verdict, reasons, ...(journey && { journey }) };
}

/** What the event will name: the digits as scanned, else the code the server found; null when there is neither. */
function settled(identity, answer) {
  if (identity.digits) return identity;
  return answer.cti ? { cti: answer.cti } : null;
}
