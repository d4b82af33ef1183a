// Departures that nobody passed on are taken back behind themselves, whatever becomes of them at the server.

import { annulment } from "./events.mjs";
import { keep } from "./keep.mjs";

/** The person does not wait for the answer: whatever becomes of the event, it is taken back behind it. */
export async function takeBack(app, event) {
  app.go("scan");
  await withdraw(app, event);
}

/** Departures left unanswered by an earlier shift or a closed page are taken back behind themselves. */
export async function takeBackUndecided(app) {
  for (const event of await app.outbox.undecided()) await withdraw(app, event);
}

/** Write the annulment of an event that nobody passed on, and send both. */
export async function withdraw(app, event, { wait = true } = {}) {
  app.delivery.release(event.id);
  if (!(await keep(app, annulment({ app, annuls: event.id, reason: "did_not_cross" })))) return;
  await app.outbox.withdrawn(event);
  const sent = app.delivery.send();
  if (wait) await sent;
}
