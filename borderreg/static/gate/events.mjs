// The facts of one passage as an event of the crossing log; the outbox adds id, seq and prev_hash.

import { deviceTime } from "./clock.mjs";

/** The body of a departure or return. `identity` is {digits | cti | entry_code | declared}; `extra` carries override, cause or a closed group. */
export function crossing({ app, direction, identity, method, answer, extra = {} }) {
  return {
    ...base(app, direction),
    ...identity,
    ...(app.shift.acknowledged?.length && { conditions: app.shift.acknowledged }),
    ...(app.group && { [app.group.facts.kind]: { id: app.group.facts.id } }),
    method,
    verdict: answer?.class ?? "",
    reasons: answer?.reasons ?? [],
    ...extra,
  };
}

/** The body of an annulment of another event, with a preset reason. */
export function annulment({ app, annuls, reason }) {
  return { ...base(app, "annulment"), annuls, reason, method: "typed", verdict: "", reasons: [] };
}

function base(app, direction) {
  return {
    direction,
    gate: app.device.gate,
    officer: app.shift.officer.id,
    crossing_point: app.shift.crossingPoint,
    occurred_at: deviceTime(),
    pack_serial: app.pack.serial,
  };
}
