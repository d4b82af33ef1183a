// A report as a person reads it, on the screen and on paper.

import { clockTime, writtenMoment } from "../dates.mjs";
import { h } from "../dom.mjs";
import { reason, t } from "../i18n.mjs";

const COUNTS = ["departures", "returns", "attempts", "annulments", "contradictions", "not_recorded", "unsent", "rejected"];

/** The lines of a report; `name` is the officer's. */
export function lines({ body, name, gate }) {
  const reasons = Object.entries(body.reasons).map(([code, count]) => pair(reason(code).label, count));
  const ages = body.pack_ages.map(({ at, minutes }) => pair(clockTime(at), minutes === null ? t("pack.none") : age(minutes)));
  return [
    h("p", { class: "report__who" }, h("strong", {}, name), ` · ${gate}`, body.crossing_point && ` · ${body.crossing_point}`),
    h("p", {}, t("report.period", { from: writtenMoment(body.started_at), to: writtenMoment(body.ended_at) })),
    body.offline && h("p", {}, t("report.offline")),
    h("dl", { class: "report__counts" }, ...COUNTS.flatMap((key) => pair(t(`report.${key}`), body[key]))),
    reasons.length > 0 && h("h2", {}, t("report.reasons")),
    reasons.length > 0 && h("dl", { class: "report__counts" }, ...reasons.flat()),
    h("h2", {}, t("report.ages")),
    h("dl", { class: "report__counts" }, ...ages.flat()),
    h("p", { class: "report__number" }, t("report.number", { id: body.id, first: body.first_seq, last: body.last_seq })),
    h("p", { class: "report__signatures" }, ...["report.gives", "report.takes", "report.commander"].map((key) => h("span", {}, t(key)))),
  ].filter(Boolean);
}

function pair(term, value) {
  return [h("dt", {}, term), h("dd", {}, String(value))];
}

function age(minutes) {
  return minutes < 120 ? t("time.minutes", { n: minutes }) : t("time.hours", { n: Math.round(minutes / 60) });
}
