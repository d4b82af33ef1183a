// The device's clock beside the server's. Events carry the raw device time; the server corrects it once, by the offset.

import { TIMES } from "./rules/data.mjs";

const KEY = "borderreg-gate-clock";
const SESSION = crypto.randomUUID();

let offset = remembered();
let steadyThen = unsteady();
let measuredAt = Number.NEGATIVE_INFINITY;

/** Note the server's time (RFC 3339) from an answer to a request sent and received at these device times, in ms. */
export function noteServerTime(text, sentAt, receivedAt) {
  const server = Date.parse(text);
  if (!Number.isFinite(server)) return;
  offset = server - (sentAt + receivedAt) / 2;
  steadyThen = unsteady();
  measuredAt = performance.now();
  localStorage.setItem(KEY, String(offset));
}

/** The offset that the last visit measured: a start without a network begins with it. */
function remembered() {
  const known = Number.parseFloat(localStorage.getItem(KEY));
  return Number.isFinite(known) ? known : null;
}

/** The clock beside a count that nobody can set: it changes when the clock is moved, and while the device sleeps. */
function unsteady() {
  return Date.now() - performance.now();
}

/** Whether the server's time was compared within a minute, and the clock has not been moved since. */
export function clockFresh() {
  return performance.now() - measuredAt < 60_000 && Math.abs(unsteady() - steadyThen) < 1000;
}

/** What is kept with an event, so that its time can be set right however the clock is moved before it is sent. */
export function clockStamp() {
  return { session: SESSION, skew: offset, drift: unsteady(), moved: unsteady() - steadyThen };
}

/** The offset (ms) under which an event of that stamp was written, once the server's time is known again. */
export function skewOf({ session, skew, drift, moved }) {
  if (offset === null) return skew ?? 0;
  if ((skew ?? null) === null || Math.abs(skew - offset) < TIMES.clockWithin / 2) return offset;
  const jump = skew - offset; // so much the clock was moved ahead since `skew` was measured: before the event, or after?
  if (session !== SESSION) return isJump(moved, jump) ? offset : skew;
  return isJump(unsteady() - drift, jump) ? skew : offset;
}

function isJump(change, jump) {
  return Math.abs(change - jump) < Math.abs(change);
}

/** Whether the clock is known to be more than two minutes wrong, or has never been compared. */
export function clockWrong() {
  return offset === null || Math.abs(offset) > TIMES.clockWithin;
}

/** Milliseconds the server is ahead of this device; null before the first answer. */
export function clockOffset() {
  return offset;
}

/** The server's time now, in ms, as well as this device can know it: a clock set back is seen, one set ahead may have slept. */
export function serverNow() {
  return Date.now() + (offset ?? 0) - Math.min(0, unsteady() - steadyThen);
}

/** The device's time with its zone (RFC 3339), to the second: 2026-11-22T15:04:05+07:00. */
export function deviceTime(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const pad = (value) => String(Math.trunc(value)).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
}
