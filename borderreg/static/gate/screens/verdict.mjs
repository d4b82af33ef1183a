// The one big answer: colour, word, shape and sound; the person to compare; one decision. A return is never red.

import { writtenMoment } from "../dates.mjs";
import { h } from "../dom.mjs";
import { conditionsOf } from "../conditions.mjs";
import { record, recordAfterUnrecordedReturn, recordAttempt, recordTurnedBack } from "../flow.mjs";
import { className, known, reason, t } from "../i18n.mjs";
import { packAge } from "../pack/words.mjs";
import { decisions, onlyCompare, toDecide } from "../presets.mjs";
import { actions, backToScan, banner, flagList, once, primary, secondary } from "./parts.mjs";
import { personCard } from "./person.mjs";

export function verdict(app, { passage }) {
  const { answer, direction } = passage;
  const kind = shownAs(answer.class, direction);
  const attempt = once((extra) => passage.identity && !passage.recorded && recordAttempt(app, passage, extra));
  const choice = choices(app, passage, kind, attempt);
  if (kind === "refuse" && !answer.reasons.includes("stop_mark")) attempt();
  return {
    nodes: [
      banner(
        kind === "accept" ? "ready" : kind,
        className(kind),
        ...answer.reasons.map((code) => h("p", {}, reason(code).label)),
        journey(answer.journey, direction),
        answer.offline && h("p", { class: "banner__pack" }, packAge(answer.offline)),
      ),
      ...inOrder(kind, [answer.person && personCard(answer.person), flagList(answer.flags)], answer),
      actions(...choice.buttons),
    ].filter(Boolean),
    keys: { Escape: () => app.go("scan"), ...choice.keys },
    focus: choice.focus,
    leave: () => kind === "refuse" && attempt(),
    says: [className(kind), answer.person?.name, ...answer.reasons.map((code) => reason(code).label)].filter(Boolean).join(". "),
  };
}

/** Who it is comes first, unless the person cannot go on: then first what to say. */
function inOrder(kind, facts, answer) {
  const reasons = answer.reasons.map((code) => reasonCard(code, answer));
  return kind === "refuse" ? [...reasons, ...facts] : [...facts, ...reasons];
}

function shownAs(kind, direction) {
  return direction === "return" && kind === "refuse" ? "check" : kind;
}

function choices(app, passage, kind, attempt) {
  if (passage.direction === "return") return forReturn(app, passage);
  if (kind === "accept" && passage.identity) return confirm(app, t("verdict.confirm_departure"), () => record(app, passage));
  if (kind === "check" && passage.identity) return forCheck(app, passage);
  if (kind === "refuse" && passage.answer.reasons.includes("stop_mark")) return acknowledgement(app, attempt);
  const again = primary(t(kind === "refuse" ? "action.next" : "action.again"), () => app.go("scan"));
  return { buttons: kind === "refuse" ? [again] : [again, secondary(t("scan.typed"), () => app.go("typed"))], keys: {}, focus: kind === "refuse" ? null : again };
}

/** A mark that stops: that its instruction was read is written with the attempt. */
function acknowledgement(app, attempt) {
  const read = primary(t("decision.instruction_read"), once(() => (attempt({ override: { reason: "instruction_read" } }), app.go("scan"))));
  return { buttons: [read], keys: {}, focus: null };
}

function confirm(app, label, act, ...more) {
  const button = primary(label, once(act), { "data-key": "Enter" });
  return { buttons: [button, ...more, backToScan(app)], keys: { Enter: () => button.click() }, focus: button };
}

function forReturn(app, passage) {
  const declare = secondary(t("declared.open"), () => app.go("declared"));
  if (!passage.identity) {
    return { buttons: [primary(t("scan.typed"), () => app.go("typed")), declare, backToScan(app)], keys: {} };
  }
  const turnedBack = secondary(t("verdict.turned_back"), once(() => recordTurnedBack(app, passage)));
  return confirm(app, t("verdict.record_return"), () => record(app, passage), passage.answer.person ? turnedBack : declare);
}

/** A check is decided with one tap on a preset reason, or with its number on the keyboard. */
function forCheck(app, passage) {
  const reasons = toDecide(app.shift, passage.answer.reasons);
  if (onlyCompare(reasons)) {
    return confirm(app, t("verdict.compared_departure"), () => decide(app, passage, "compared_person"));
  }
  const act = once((code) => decide(app, passage, code));
  const presets = decisions(reasons).map((code) => [code, () => act(code)]);
  const stop = once(() => (recordAttempt(app, passage), app.go("scan")));
  const list = [...presets.map(([code, run]) => [t(`decision.${code}`), run]), [t("decision.not_passing"), stop]];
  return {
    buttons: list.map(([label, run], index) => secondary(label, run, { "data-key": index + 1, class: "button button--choice" })),
    keys: Object.fromEntries(list.map(([, run], index) => [String(index + 1), run])),
  };
}

function decide(app, passage, code) {
  if (code === "scanned_twice") return app.go("scan");
  if (code === "returned_unrecorded") return recordAfterUnrecordedReturn(app, passage);
  if (code === "turned_back") return recordTurnedBack(app, passage);
  if (code === "other_document") return app.go("document", { passage });
  const conditions = conditionsOf(toDecide(app.shift, passage.answer.reasons));
  if (code === "commander_order" && conditions.length) return app.go("conditions", { passage, codes: conditions });
  return record(app, passage, { override: { reason: code } });
}

function reasonCard(code, { instruction, offline }) {
  const asked = code === "stop_mark" ? (instruction ?? (offline && t("verdict.instruction_sealed"))) : "";
  const { label, solution, vi, zh } = reason(code);
  return h(
    "section",
    { class: "reason", "data-reason": code },
    h("h2", { class: "visually-hidden" }, label),
    asked && h("p", { class: "reason__instruction" }, asked),
    vi && h("p", { class: "reason__say", lang: "vi" }, vi),
    zh && h("p", { class: "reason__say", lang: "zh-Hans" }, zh),
    solution && h("p", { class: "reason__solution" }, h("strong", {}, t("verdict.solution")), " ", solution),
  );
}

function journey(state, direction) {
  const key = `journey.${direction}.${state?.state}`;
  return state && known(key) ? h("p", {}, t(key, { since: writtenMoment(state.since), gate: state.gate_name ?? state.gate ?? "" })) : null;
}
