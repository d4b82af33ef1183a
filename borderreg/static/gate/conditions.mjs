// Conditions of the gate and of the device: the commander lets them pass once a shift, with the PIN that this device
// knows; each event of the shift then carries them as flags.

import { clockWrong, serverNow } from "./clock.mjs";
import { fits, isPin } from "./pin.mjs";

const CONDITIONS = ["gate_closed", "pack_stale", "clock_wrong", "unknown_key_stale_pack"];
const TRIES = 10;

/** The conditions among some reasons. */
export function conditionsOf(reasons) {
  return reasons.filter((code) => CONDITIONS.includes(code));
}

/** What holds now, asked or not: [code]. */
export function holding(app) {
  const at = serverNow();
  const closed = app.pack.meta?.gate.closures.some(([from, to]) => Date.parse(from) <= at && (to === null || at < Date.parse(to)));
  const stale = app.pack.serial > 0 && app.pack.age(at) !== "fresh";
  return [closed && "gate_closed", stale && "pack_stale", clockWrong() && "clock_wrong"].filter(Boolean);
}

/** Whether a commander must prove to be one: not when the officer on shift is one, nor when none has a PIN here. */
export async function needsPin(app) {
  const commanders = await app.officers.commanders();
  return commanders.length > 0 && !commanders.some(({ id }) => id === app.shift.officer.id);
}

/** The commander whose PIN it is; null for a wrong one. After ten wrong ones the shift asks no more. */
export async function commanderOf(app, pin) {
  if ((app.shift.pinTries ?? 0) >= TRIES) return null;
  app.shift.pinTries = (app.shift.pinTries ?? 0) + 1;
  await app.store.put({ shift: app.shift });
  if (!isPin(pin)) return null;
  for (const commander of await app.officers.commanders()) if (await fits(pin, commander)) return commander;
  return null;
}

/** Remember for the shift that a commander let these conditions pass. */
export async function letPass(app, codes, by) {
  const acknowledged = [...new Set([...(app.shift.acknowledged ?? []), ...conditionsOf(codes)])];
  Object.assign(app.shift, { acknowledged, acknowledgedBy: by?.name ?? app.shift.acknowledgedBy ?? "", pinTries: 0 });
  await app.store.put({ shift: app.shift });
}
