// One passage from a code to a recorded crossing: look → decide → record → (annul).

import { Unreachable } from "./api.mjs";
import { annulment, crossing } from "./events.mjs";
import { t } from "./i18n.mjs";
import { play } from "./sound.mjs";

/** Ask the server about an identity and show its verdict; it writes nothing. */
export async function look(app, identity, method) {
  const direction = app.shift.direction;
  app.busy("verdict.checking");
  try {
    const answer = await app.api.verify({ ...identity, direction });
    show(app, { identity: settled(identity, answer), method, direction, answer });
  } catch (error) {
    if (unavailable(error)) app.go("unreachable", { passage: { identity, method, direction, answer: null }, error });
    else app.failed(error);
  }
}

/** A text that is no code of ours is judged here: nothing of it leaves the device. */
export function foreign(app) {
  const answer = { class: "unreadable", reasons: ["not_ours"] };
  show(app, { identity: null, method: "camera", direction: app.shift.direction, answer });
}

/** Record the passage; green is shown only when the server has stored it. */
export async function record(app, passage, extra = {}) {
  const event = await keep(app, crossing({ app, ...passage, extra }), { live: passage.direction === "departure" });
  if (event) await deliver(app, event, passage);
}

/** The person had returned without a record: write that return as inferred, then this departure. */
export async function recordAfterUnrecordedReturn(app, passage) {
  const back = { ...passage, direction: "return", method: "inferred" };
  const inferred = await keep(app, crossing({ app, ...back }));
  if (inferred) await record(app, passage, { override: { reason: "returned_unrecorded" } });
}

/** A departure that does not take place is written as an attempt, while the screen stays as it is. */
export async function recordAttempt(app, passage) {
  const event = await keep(app, crossing({ app, ...passage }), { live: true, attempt: true });
  if (!event) return;
  // Should the rules have changed their answer in this second, nobody has passed: the crossing is taken back.
  app.delivery.expect(event.id, null, (kind) => kind === "recorded" && withdraw(app, event));
  await app.delivery.send();
}

/** Take a recorded crossing back with a preset reason. */
export async function annul(app, id, reason) {
  const event = await keep(app, annulment({ app, annuls: id, reason }));
  if (event) await deliver(app, event, { direction: "annulment", answer: null });
}

/** The person does not wait for the answer: whatever becomes of the event, it is taken back behind it. */
export async function takeBack(app, event) {
  app.go("scan");
  await withdraw(app, event);
}

/** Departures left unanswered by an earlier shift or a closed page are taken back behind themselves. */
export async function takeBackUndecided(app) {
  for (const event of await app.outbox.undecided()) await withdraw(app, event);
}

async function withdraw(app, event) {
  app.delivery.release(event.id);
  if (!(await keep(app, annulment({ app, annuls: event.id, reason: "did_not_cross" })))) return;
  await app.outbox.withdrawn(event);
  await app.delivery.send();
}

/** Write an event durably; a device that cannot, a full one, says "not recorded" and never green. */
async function keep(app, facts, options) {
  try {
    return await app.outbox.add(facts, options);
  } catch (error) {
    console.error(error);
    app.go("problem", { text: t("error.storage") });
    return null;
  }
}

async function deliver(app, event, passage) {
  app.go("sending", { event, passage });
  app.delivery.expect(event.id, nameOf(passage), (kind, result) => {
    if (kind === "attempt") show(app, { ...passage, answer: { ...passage.answer, ...judged(result) }, recorded: true });
    else app.go("done", { kind, result, passage, event });
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

function unavailable(error) {
  return error instanceof Unreachable || error.status === 429 || error.status >= 500;
}
