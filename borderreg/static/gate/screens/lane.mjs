// Other work in the lane: a trip, a list on paper, people handed over without papers, conditions of the gate.

import { holding } from "../conditions.mjs";
import { t } from "../i18n.mjs";
import { actions, backToScan, heading, secondary } from "./parts.mjs";

export function lane(app) {
  const waiting = holding(app).filter((code) => !app.shift.acknowledged?.includes(code));
  const work = [
    [t("lane.trip"), () => app.go("groupOpen", { kind: "trip" })],
    [t("lane.paper_list"), () => app.go("paperList")],
    [t("lane.hand_over"), () => app.go("groupOpen", { kind: "hand_over" })],
    [waiting.length ? t("lane.conditions_n", { n: waiting.length }) : t("lane.conditions"), () => app.go("conditions", {})],
  ];
  const buttons = work.map(([label, act], index) => secondary(label, act, { class: "button button--choice", "data-key": index + 1 }));
  return {
    nodes: [heading(t("lane.title")), ...buttons, actions(backToScan(app))],
    keys: { Escape: () => app.go("scan"), ...Object.fromEntries(work.map(([, act], index) => [String(index + 1), act])) },
  };
}
