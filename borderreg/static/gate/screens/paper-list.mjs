// A list on paper of a commune outside the system: who certified it, and the worker's own papers. Counted apart.

import { ask, isUnavailable } from "../ask.mjs";
import { documentNumber } from "../codes.mjs";
import { isoBirth, isoDay, writtenDay } from "../dates.mjs";
import { field, h } from "../dom.mjs";
import { paper as paperName, t } from "../i18n.mjs";
import { askPaper } from "../pack/ask.mjs";
import { play } from "../sound.mjs";
import { actions, backToScan, complaint, form, heading, primary } from "./parts.mjs";

const TYPES = ["passport", "border_pass"];

export function paperList(app) {
  const wrong = complaint();
  const last = app.paperList ?? {}; // the next person is usually on the same sheet
  const text = (name, more = {}, hint = "") => field(t(`sheet.${name}`), { id: `paper-${name}`, name, value: last[name] ?? "", ...more }, hint);
  const number = { inputmode: "numeric", maxlength: 10 };
  const formElement = form(
    (values) => submit(app, values, wrong),
    text("unit", { maxlength: 100 }, t("sheet.unit_hint")),
    text("number", { maxlength: 40, spellcheck: "false" }),
    text("date", number, t("sheet.date_hint")),
    text("name", { maxlength: 60 }),
    text("birth", number, t("declared.birth_hint_full")),
    types(),
    text("document", { maxlength: 14, autocapitalize: "characters", spellcheck: "false" }),
    text("expires", number, t("document.expires_hint")),
    text("personal_id", { maxlength: 12, inputmode: "numeric" }, t("declared.optional")),
    wrong.element,
  );
  return {
    nodes: [heading(t("sheet.title")), h("p", {}, t("sheet.lead")), formElement, actions(primary(t("sheet.check"), () => formElement.requestSubmit()), backToScan(app))],
    keys: { Escape: () => app.go("scan") },
    focus: formElement.querySelector(last.unit ? "#paper-name" : "input"),
  };
}

function types() {
  const options = TYPES.map((code) => h("option", { value: code }, paperName(code)));
  return h("div", { class: "field" }, h("label", { class: "field__label", for: "paper-type" }, t("sheet.type")), h("select", { id: "paper-type", name: "type", class: "field__input" }, ...options));
}

/** The paper as the event carries it, or the key of what is wrong. */
export function readPaper({ unit, number, date, name, birth, type, document, expires, personal_id: personalId }) {
  const [on, until, born, bare] = [isoDay(date), isoDay(expires), isoBirth(birth), documentNumber(document)];
  if (!unit.trim() || !number.trim()) return "sheet.list_missing";
  if (!on) return "sheet.date_wrong";
  if (!name.trim()) return "declared.name_missing";
  if (!born) return "declared.birth_wrong";
  if (!bare) return "document.number_wrong";
  if (!until) return "document.expires_wrong";
  const text = (value) => value.trim().normalize("NFC");
  const paper = { unit: text(unit), number: text(number), date: on, name: text(name), birth: born, document: { type, number: bare, expires: until } };
  return personalId.trim() ? { ...paper, personal_id: personalId.trim() } : paper;
}

async function submit(app, values, wrong) {
  const paper = readPaper(values);
  if (typeof paper === "string") return wrong.show(t(paper));
  app.paperList = { unit: paper.unit, number: paper.number, date: writtenDay(paper.date) };
  const direction = app.group?.facts.direction ?? app.shift.direction;
  const listed = await onCertifiedList(app, paper, direction);
  const passage = listed ?? { identity: { paper_list: paper }, method: "typed", direction, answer: askPaper(app, paper, direction) };
  play(passage.answer.class);
  return app.go("verdict", { passage });
}

/** Who is on a certified list after all is decided by that list. */
async function onCertifiedList(app, { document }, direction) {
  try {
    const answer = await ask(app, { document_number: document.number }, direction);
    return answer.cti ? { identity: { cti: answer.cti }, method: "search", direction, answer } : null;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return null;
  }
}
