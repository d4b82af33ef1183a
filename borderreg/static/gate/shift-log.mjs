// The shift's own count: one row an event, of kinds and codes only; a report is added up from the rows.

import { outcome } from "./outcome.mjs";

/** The row of a new event. What this device decided is settled; what only the server may decide is not yet. */
export function logRow(event, { live, attempt, decided, shift, at, contradictory }) {
  const row = { seq: event.seq, id: event.id, shift, at, direction: event.direction, reasons: event.reasons ?? [], contradictory };
  if (attempt) return { ...row, outcome: "attempt" };
  if (event.direction === "return" && !live) return { ...row, outcome: "recorded" };
  return { ...row, outcome: decided ? decidedHere(event) : "" };
}

function decidedHere(event) {
  return outcome(event, { result: "stored", verdict: event.verdict });
}

/** What the server's answer changes in an event's row; null without an answer. */
export function answered({ seq, ...event }, result) {
  if (!result) return null;
  const change = { seq, outcome: outcome(event, result) };
  if (result.reasons && change.outcome === "attempt") change.reasons = result.reasons;
  if (result.journey?.state === "contradictory") change.contradictory = true;
  return change;
}

/** The figures of the rows of one shift, by the names of the report. */
export function figures(rows) {
  const attempts = rows.filter(({ outcome }) => outcome === "attempt");
  const recorded = (direction) => rows.filter((row) => row.outcome === "recorded" && row.direction === direction).length;
  return {
    departures: recorded("departure"),
    returns: recorded("return"),
    attempts: attempts.length,
    reasons: tally(attempts.flatMap(({ reasons }) => reasons)),
    annulments: rows.filter(({ outcome }) => outcome === "annulled").length,
    contradictions: rows.filter(({ contradictory }) => contradictory).length,
    not_recorded: rows.filter(({ outcome }) => outcome === "not_recorded").length,
  };
}

function tally(codes) {
  const counts = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
