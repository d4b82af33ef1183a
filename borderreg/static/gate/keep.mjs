// Writing an event durably, together with what this device must remember of the passage.

import { serverNow } from "./clock.mjs";
import { t } from "./i18n.mjs";

/** Write an event; a device that cannot, a full one, says "not recorded" and never green. */
export async function keep(app, facts, options) {
  try {
    return await app.outbox.add(facts, options);
  } catch (error) {
    console.error(error);
    app.go("problem", { text: t("error.storage") });
    return null;
  }
}

/** What the outbox keeps with a crossing: gives the passage's row for its event, or null when nobody is named. */
export function passageOf(app, { answer, direction }) {
  return async ({ id }) => {
    const key = answer?.offline ? answer.offline.key : await keyOf(app, answer?.cti);
    if (!key) return null;
    return app.passages.row(key, { id, direction, at: serverNow(), gate: app.device.gate, cti: answer.cti ?? null });
  };
}

/** Remember a crossing that the server has stored, until a pack tells of it. */
export async function rememberPassage(app, event, passage) {
  const row = await passageOf(app, passage)(event);
  if (row) await app.store.putPassage(row);
}

async function keyOf(app, cti) {
  return cti ? ((await app.pack.find(cti))?.personHash ?? cti) : null;
}
