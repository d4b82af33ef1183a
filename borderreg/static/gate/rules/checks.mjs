// The checks of borderreg/domain/gate.py by their names there; the order comes from the table in data.mjs.
// Each gets the frozen facts and gives a reason, a [reason, class] pair, or null. A fact that a pack does not
// hold (null) decides nothing.

import { STATUS_REASONS, TIMES } from "./data.mjs";
import { ageOn, daysAfter, localTime } from "./days.mjs";

const early = ({ entry, day }) => Boolean(entry?.validFrom) && day < entry.validFrom;
const late = ({ entry, day }) => Boolean(entry?.validTo) && day > entry.validTo;

export const CHECK = {
  not_yet_valid: (facts) => (early(facts) ? "not_yet_valid" : null),
  expired: (facts) => (late(facts) ? "expired" : null),
  status: ({ entry }) => {
    if (!entry) return null;
    if (entry.superseded && entry.status === "certified") return "superseded";
    return STATUS_REASONS[entry.status] ?? null;
  },
  in_roster: ({ entry, payload }) => (!entry && payload ? "not_in_roster" : null),
  data_unchanged: ({ entry, payload }) => (!entry || !payload || saysTheSame(payload, entry) ? null : "data_changed"),
  gate_international: ({ gate }) => (gate.international ? null : "gate_not_international"),
  gate_open: ({ gate }) => (gate.closed && !gate.openedByOrder ? "gate_closed" : null),
  document: ({ entry, paper, documentChanged, day }) => {
    const until = (entry ?? paper)?.documentExpires;
    return !until || documentChanged || until >= day ? null : "document_expired";
  },
  border_zone: ({ entry }) => (entry?.outsideBorderZone ? "outside_border_zone" : null),
  adult: ({ entry, paper, day }) => {
    const birth = (entry ?? paper)?.birth;
    return !birth || ageOn(birth, day) >= TIMES.adultAge ? null : "minor";
  },
  employer: ({ entry }) => (entry?.employerSuspended ? "employer_suspended" : null),
  copied_code: ({ sameEntryDeparted: earlier, gate, at }) =>
    !earlier || earlier.gate === gate.code || Math.abs(at - earlier.at) >= TIMES.copiedWithin ? null : "copied_code",
  not_departed: ({ past }) => (past.state === "home" ? null : "already_departed"),
  stop_mark: ({ stop }) => (stop ? ["stop_mark", stop] : null),
  proven: ({ entry, payload }) => (entry && !payload ? "typed_code" : null),
  paper_list: ({ paper }) => (paper ? "paper_list" : null),
};

/** Whether what was signed is what the roster holds; a pack holds it only for codes under a revoked key. */
export function saysTheSame(payload, entry) {
  if (entry.listNo === null) return true;
  const signed = [payload.listNo, payload.row, payload.gates, payload.validFrom, payload.validTo];
  return [entry.listNo, entry.row, entry.gates, entry.validFrom, entry.validTo].every((value, index) => value === signed[index]);
}

export const FLAG = {
  outside_hours: ({ gate, at }) => gate.hours.length > 0 && !gate.hours.some(([first, last]) => first <= localTime(at) && localTime(at) < last),
  opened_by_order: ({ gate }) => Boolean(gate.closed && gate.openedByOrder),
  paper_list: ({ paper }) => Boolean(paper),
  wrong_gate: ({ entry, gate }) => Number.isInteger(entry?.gates) && !((entry.gates >> gate.bit) & 1),
  document_short: ({ entry, day }) => Boolean(entry?.documentExpires) && isShort(entry, day),
  document_changed: ({ documentChanged }) => documentChanged,
  return_without_departure: ({ past, paper }) => !past.open && !paper,
  overdue: (facts) => Boolean(facts.past.open) && late(facts),
  return_after_expiry: late,
  return_of_revoked: ({ entry }) => ["revoked", "withdrawn", "suspended"].includes(entry?.status),
  return_other_gate: ({ past, gate }) => Boolean(past.open) && past.open.gate !== gate.code,
};

function isShort({ documentExpires, validTo }, day) {
  const needed = daysAfter(day, TIMES.shortDocumentDays);
  return documentExpires < (validTo && validTo > needed ? validTo : needed);
}
