// The gate's decision as borderreg/domain/gate.py takes it: the table of checks over frozen facts.

import { CHECK, FLAG, saysTheSame } from "./checks.mjs";
import { CHECKS, CLASSES, FLAGS, REASONS } from "./data.mjs";

/** The most severe of some classes; "accept" when there is none. */
export function worstClass(classes) {
  return classes.reduce((worst, one) => (CLASSES.indexOf(one) > CLASSES.indexOf(worst) ? one : worst), "accept");
}

/** The class that reasons give a departure. */
export function classOf(reasons) {
  return worstClass(reasons.map((reason) => REASONS[reason].class));
}

/** {class, reasons, flags} for a passage. `facts`: at, day, gate, reading, payload, entry, past, stop, sameEntryDeparted, documentChanged, paper. */
export function decide(facts, direction) {
  return direction === "return" ? decideReturn(facts) : decideDeparture(facts);
}

function decideDeparture(facts) {
  const { reading, entry, payload, paper } = facts;
  if (reading && !reading.payload) return unread(reading.reasons);
  if (!entry && !payload && !paper) return { class: "unreadable", reasons: ["not_ours"], flags: [] };
  const findings = new Map((reading?.reasons ?? []).map((reason) => [reason, classOfCodeReason(reason, facts)]));
  for (const name of CHECKS) {
    const found = CHECK[name](facts);
    if (!found) continue;
    const [reason, kind] = Array.isArray(found) ? found : [found, REASONS[found].class];
    if (!findings.has(reason)) findings.set(reason, kind);
  }
  return { class: worstClass([...findings.values()]), reasons: [...findings.keys()], flags: flags(facts, "departure") };
}

function unread(reasons) {
  const kind = classOf(reasons);
  if (kind !== "accept") return { class: kind, reasons, flags: [] };
  return { class: "unreadable", reasons: reasons.length ? reasons : ["malformed"], flags: [] };
}

/** A revoked key does not strand the people of a commune whose entries the roster still holds as certified. */
function classOfCodeReason(reason, { entry, payload }) {
  const held = entry && payload && entry.status === "certified" && saysTheSame(payload, entry);
  const info = REASONS[reason];
  return reason === "key_revoked" && held && info.or ? info.or : info.class;
}

function decideReturn(facts) {
  if (!facts.entry && !facts.payload && !facts.paper) {
    return { class: "unreadable", reasons: facts.reading?.reasons ?? ["not_ours"], flags: ["code_not_proven"] };
  }
  return { class: "accept", reasons: [], flags: flags(facts, "return") };
}

function flags(facts, direction) {
  return [...FLAGS.always, ...FLAGS[direction]].filter((name) => FLAG[name](facts));
}
