// A return without any paper or code: what the person says is written down; a person matches it later.

import { isoBirth } from "../dates.mjs";
import { field, h } from "../dom.mjs";
import { record } from "../flow.mjs";
import { communes, t } from "../i18n.mjs";
import { actions, backToScan, complaint, form, heading, once, primary } from "./parts.mjs";

export function declared(app) {
  const wrong = complaint();
  const write = once((identity, extra) => record(app, { identity, method: "typed", direction: "return", answer: null }, extra));
  const formElement = form(
    (values) => submit(values, write, wrong),
    field(t("declared.name"), { id: "declared-name", name: "name", maxlength: 60 }),
    field(t("declared.birth"), { id: "declared-birth", name: "birth", inputmode: "numeric", maxlength: 10 }, t("declared.birth_hint")),
    sexes(),
    field(t("declared.commune"), { id: "declared-commune", name: "commune", list: "communes", maxlength: 60 }, t("declared.optional")),
    h("datalist", { id: "communes" }, ...Object.values(communes()).map((name) => h("option", { value: name }))),
    field(t("declared.personal_id"), { id: "declared-personal-id", name: "personal_id", inputmode: "numeric", maxlength: 12 }, t("declared.optional")),
    field(t("declared.note"), { id: "declared-note", name: "note", maxlength: 200 }, t("declared.optional")),
    h("label", { class: "tick" }, h("input", { type: "checkbox", name: "turned_back" }), t("declared.turned_back")),
    wrong.element,
  );
  return {
    nodes: [
      heading(t("declared.title")),
      formElement,
      actions(primary(t("verdict.record_return"), () => formElement.requestSubmit()), backToScan(app)),
    ],
    keys: { Escape: () => app.go("scan") },
    focus: formElement.querySelector("input"),
  };
}

function sexes() {
  const choice = (code) => h("label", { class: "tick" }, h("input", { type: "radio", name: "sex", value: code }), t(`person.sex_${code}`));
  return h("div", { class: "ticks" }, choice("F"), choice("M"));
}

/** The code of a commune by its name as chosen, or "". */
function communeOf(text) {
  const wanted = text.trim().normalize("NFC").toLowerCase();
  return Object.entries(communes()).find(([, name]) => name.toLowerCase() === wanted)?.[0] ?? "";
}

function submit({ name, birth, sex = "", commune, personal_id: personalId, note, turned_back: turnedBack }, write, wrong) {
  if (!name.trim()) return wrong.show(t("declared.name_missing"));
  const born = isoBirth(birth);
  if (born === null) return wrong.show(t("declared.birth_wrong"));
  const code = communeOf(commune);
  const said = [note.trim(), !code && commune.trim() && t("declared.from", { place: commune.trim() })].filter(Boolean).join("; ");
  const person = { name: name.trim().normalize("NFC"), birth: born, note: said, ...(sex && { sex }), ...(code && { commune: code }) };
  if (personalId.trim()) person.personal_id = personalId.trim();
  return write({ declared: person }, turnedBack ? { cause: "turned_back" } : {});
}
