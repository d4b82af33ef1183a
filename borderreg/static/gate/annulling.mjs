// Taking a crossing back, and putting a wrong direction right.

import { annulment } from "./events.mjs";
import { deliver, look } from "./flow.mjs";
import { keep } from "./keep.mjs";

/** Take a recorded crossing back with a preset reason. */
export async function annul(app, id, reason) {
  const undone = { direction: "annulment", answer: null, redo: reason === "wrong_direction" ? app.history.passage(id) : null };
  const here = app.pack.serial > 0 && !app.api.reachable;
  const event = await keep(app, annulment({ app, annuls: id, reason }), { decided: here });
  if (!event) return;
  await app.passages.forget({ id });
  if (!here) return void (await deliver(app, event, undone));
  app.history.annulled(id);
  app.go("done", { kind: "annulled", result: {}, passage: undone, event });
}

/** Wrong direction pressed: the same person, this time the other way. */
export function lookOtherWay(app, { identity, method, direction }) {
  return look(app, identity, method, direction === "departure" ? "return" : "departure");
}
