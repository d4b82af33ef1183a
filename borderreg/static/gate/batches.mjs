// Which of the waiting rows travel together: live or queued, and one clock for all of a batch.

import { skewOf } from "./clock.mjs";

export const MOST = 500;
const FRESH = 60_000;
const SAME_CLOCK = 1000;

/** The longest run of waiting rows that may travel together as {rows, live, skew}; rows is empty when none may. */
export function nextBatch(waiting, shift) {
  const rows = waiting.filter((row) => row.state === "waiting" && mayTravel(row, shift));
  if (!rows.length) return { rows };
  const live = isLive(rows[0], shift);
  const skew = skewOf(rows[0]);
  const end = rows.findIndex((row, index) => index >= MOST || row.alone || isLive(row, shift) !== live || !sameClock(row, skew));
  return { rows: rows.slice(0, end === -1 ? MOST : Math.max(end, 1)), live, skew };
}

/** An undecided departure waits for its officer's shift: it never travels as if it had been decided here. */
function mayTravel(row, shift) {
  return !row.live || row.attempt || row.withdrawn || isLive(row, shift);
}

/** What is fresh is decided live, in its officer's own shift; what is late, or decided here, is queued. */
function isLive(row, shift) {
  const own = Boolean(shift?.token) && row.officer === shift.officer.id;
  return own && !row.decided && ((row.live && !row.withdrawn) || Date.now() - row.at < FRESH);
}

function sameClock(row, skew) {
  return Math.abs(skewOf(row) - skew) < SAME_CLOCK;
}
