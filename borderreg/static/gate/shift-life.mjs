// The life of a shift on this device: signed in, one lane and direction, locked and opened, handed over with a report.

import { forgetLists } from "./group/lists.mjs";
import { t } from "./i18n.mjs";
import { closeReport } from "./report.mjs";
import { takeBackUndecided } from "./undo.mjs";
import { uuid7 } from "./uuid7.mjs";
import { serverNow } from "./clock.mjs";

const LASTS = 16 * 3600_000;
const EVEN_LOCKED = new Set(["lock", "signIn", "pin", "lanes", "wiped", "enrol", "files", "ready", "report"]);

/** The screen that may be shown now in the place of the one asked for. */
export function gated(app, name) {
  if (!app.device || name === "wiped") return name;
  if (app.shift && app.lock.locked && !EVEN_LOCKED.has(name)) return "lock";
  if (name === "scan" && app.shift && app.group) return "group";
  return name === "scan" && !app.shift ? "signIn" : name;
}

/** An officer has proven who it is; what is missing now is the lane and direction, unless they are taken over. */
export async function signedIn(app, { officer, token = null, expiresAt = null, choosePin = false }) {
  const offline = token === null;
  const again = app.shift?.officer.id === officer.id ? app.shift : null;
  const taken = app.shift ?? app.takenOver;
  if (app.shift && !again) await endShift(app, { signed: "none", closed: "change" });
  await app.lock.release();
  const known = again ?? { direction: taken?.direction, crossingPoint: taken?.crossingPoint };
  app.beginning = { offline, ...known, officer, token, expiresAt: expiresAt ?? new Date(serverNow() + LASTS).toISOString() };
  app.takenOver = null;
  if (token) app.api.shift = app.beginning; // a PIN is set, and a lane chosen, with the shift that the server knows
  if (choosePin) return app.go("pin");
  return afterPin(app);
}

/** Go on with what is known of the shift that begins. */
export function afterPin(app) {
  const { direction, ...rest } = app.beginning;
  return direction ? openShift(app, { ...rest, direction }) : app.go("lanes");
}

/** Begin the shift, or go on with it in another lane or direction. */
export async function openShift(app, shift) {
  const head = (await app.store.get("head")) ?? { seq: 0 };
  app.shift = app.api.shift = { id: uuid7(), startedAt: serverNow(), firstSeq: head.seq + 1, ...shift };
  app.beginning = null;
  await app.store.put({ shift: app.shift });
  app.go("scan");
  await takeBackUndecided(app);
  await app.delivery.send();
  if (app.refresh.due) await app.refresh.now();
}

/** Close the shift with its report; what waits in the outbox stays there and is sent. */
export async function endShift(app, { signed, closed }) {
  const { token } = app.shift;
  await closeReport(app, { signed, closed });
  app.shift = app.api.shift = null;
  app.delivery.releaseAll();
  app.history.clear();
  app.viewfinder.close();
  await app.store.forget("shift");
  await forgetLists(app);
  if (token) await app.api.endShift(token).catch(() => {});
}

/** Lock when the officer has been away for five minutes. */
export function watchIdle(app) {
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => app.lock.touch());
  setInterval(() => app.shift && !app.lock.locked && app.lock.idle && lockNow(app), 10_000);
}

/** Lock the screen, if a PIN opens it again; says why not. */
export async function lockNow(app) {
  if (!(await app.lock.canLock(app.shift.officer))) return t("lock.no_pin");
  await app.lock.lock();
  app.viewfinder.close();
  app.go("lock");
  return null;
}
