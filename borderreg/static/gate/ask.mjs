// Who answers a scan: the server while it can be reached, else the pack of this device.

import { Unreachable } from "./api.mjs";
import { askPack } from "./pack/ask.mjs";

/** The verdict for an identity; throws what the server refused, or Unreachable when there is no pack either. */
export async function ask(app, identity, direction) {
  const byPack = app.pack.serial > 0;
  if (byPack && !(app.api.reachable && app.shift.token)) return askPack(app, identity, direction);
  try {
    return await app.api.verify({ ...identity, direction }, { hurry: byPack });
  } catch (error) {
    if (byPack && isUnavailable(error)) return askPack(app, identity, direction);
    throw error;
  }
}

/** Whether nobody answered, rather than refused. */
export function isUnavailable(error) {
  return error instanceof Unreachable || error.status === 429 || error.status >= 500;
}
