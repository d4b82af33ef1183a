// What a device decides by its pack alone, as borderreg/domain/packs.py does: the server's table, then what the
// pack's age and the clock can only lower. A return is never lowered, only remembered.

import { TIMES } from "./data.mjs";
import { classOf, decide, worstClass } from "./decide.mjs";

/** "fresh", "stale", "over" or "none": how much a pack issued then (ms, null without one) says now. */
export function ageOf(issuedAt, at) {
  if (issuedAt === null) return "none";
  const age = at - issuedAt;
  if (age > TIMES.lasts) return "over";
  return age >= -TIMES.clockWithin && age <= TIMES.freshFor ? "fresh" : "stale";
}

/** {class, reasons, flags} by a pack of that age. */
export function decideOnDevice(facts, { direction, age, clockWrong }) {
  const asked = age === "fresh" || age === "stale";
  let verdict = decide(softened(asked ? facts : withoutRoster(facts), age), direction);
  if (!asked) verdict = notAsked(verdict);
  const lowering = [age !== "fresh" && "pack_stale", clockWrong && "clock_wrong"].filter(Boolean);
  if (direction === "return") return { ...verdict, flags: [...verdict.flags, ...lowering] };
  if (verdict.class === "unreadable") return verdict;
  return {
    ...verdict,
    class: worstClass([verdict.class, classOf(lowering)]),
    reasons: [...verdict.reasons, ...lowering],
  };
}

function withoutRoster(facts) {
  return { ...facts, entry: null, past: { state: "home", open: null }, stop: null, sameEntryDeparted: null };
}

/** An unknown key may be a new one when the pack is too old to know it. */
function softened(facts, age) {
  if (age === "fresh" || !facts.reading?.reasons.includes("unknown_key")) return facts;
  const reasons = facts.reading.reasons.map((reason) => (reason === "unknown_key" ? "unknown_key_stale_pack" : reason));
  return { ...facts, reading: { ...facts.reading, reasons } };
}

function notAsked(verdict) {
  const reasons = verdict.reasons.filter((reason) => reason !== "not_in_roster");
  return reasons.length === verdict.reasons.length ? verdict : { ...verdict, class: classOf(reasons), reasons };
}
