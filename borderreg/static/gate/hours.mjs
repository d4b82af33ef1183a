// Closures and hours of the gate as the pack holds them: half an hour ahead they are announced, then they are shown.

import { clockTime, writtenMoment } from "./dates.mjs";
import { localTime } from "./rules/days.mjs";

const AHEAD = 30 * 60_000;
const AHEAD_OF_UTC = 7 * 3600_000;
const DAY = 24 * 3600_000;

/** {key, values} of the one notice that matters now, or null: closed, closing, opening, or outside the usual hours. */
export function gateNotice(gate, at) {
  if (!gate) return null;
  const closures = gate.closures.map(([from, to]) => [Date.parse(from), to === null ? null : Date.parse(to)]);
  const now = closures.find(([from, to]) => from <= at && (to === null || at < to));
  if (now) return now[1] === null ? { key: "gate.closed" } : { key: "gate.closed_until", values: { time: moment(now[1], at) } };
  const soon = closures.find(([from]) => at < from && from - at <= AHEAD);
  if (soon) return { key: "gate.closing", values: { time: clockTime(soon[0]), n: minutes(soon[0] - at) } };
  return hoursNotice(gate.hours, at);
}

function hoursNotice(hours, at) {
  if (!hours.length) return null;
  const time = localTime(at);
  const open = hours.find(([first, last]) => first <= time && time < last);
  if (!open) return { key: "gate.outside_hours" };
  const left = endOf(open[1], at) - at;
  return left <= AHEAD ? { key: "gate.hours_end", values: { time: open[1].slice(0, 5), n: minutes(left) } } : null;
}

/** The instant at which a time of day ("20:00:00") falls on the day of `at` here. */
function endOf(time, at) {
  const midnight = Math.floor((at + AHEAD_OF_UTC) / DAY) * DAY - AHEAD_OF_UTC;
  const [hour, minute] = time.split(":").map(Number);
  return midnight + (hour * 60 + minute) * 60_000;
}

function minutes(span) {
  return Math.max(1, Math.round(span / 60_000));
}

function moment(end, at) {
  return end - at < DAY ? clockTime(end) : writtenMoment(end);
}
