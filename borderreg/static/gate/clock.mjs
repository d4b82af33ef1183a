// The device's clock beside the server's. Events carry the raw device time; the server corrects it once, by the offset.

let offset = null;

/** Note the server's time (RFC 3339) from an answer to a request sent and received at these device times, in ms. */
export function noteServerTime(text, sentAt, receivedAt) {
  const server = Date.parse(text);
  if (Number.isFinite(server)) offset = server - (sentAt + receivedAt) / 2;
}

/** Milliseconds the server is ahead of this device; null before the first answer. */
export function clockOffset() {
  return offset;
}

/** The server's time now, in ms, as well as this device can know it. */
export function serverNow() {
  return Date.now() + (offset ?? 0);
}

/** The device's time with its zone (RFC 3339), to the second: 2026-11-22T15:04:05+07:00. */
export function deviceTime(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const pad = (value) => String(Math.trunc(value)).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
}
