// A return without any paper or code: what the person says is written down; a person matches it later.

import { isoBirth } from "../dates.mjs";
import { field } from "../dom.mjs";
import { record } from "../flow.mjs";
import { t } from "../i18n.mjs";
import { actions, backToScan, complaint, form, heading, once, primary } from "./parts.mjs";

export function declared(app) {
  const wrong = complaint();
  const write = once((identity) => record(app, { identity, method: "typed", direction: "return", answer: null }));
  const formElement = form(
    (values) => submit(values, write, wrong),
    field(t("declared.name"), { id: "declared-name", name: "name", maxlength: 60 }),
    field(t("declared.birth"), { id: "declared-birth", name: "birth", inputmode: "numeric", maxlength: 10 }, t("declared.birth_hint")),
    field(t("declared.personal_id"), { id: "declared-personal-id", name: "personal_id", inputmode: "numeric", maxlength: 12 }, t("declared.optional")),
    field(t("declared.note"), { id: "declared-note", name: "note", maxlength: 200 }, t("declared.optional")),
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

function submit({ name, birth, personal_id: personalId, note }, write, wrong) {
  if (!name.trim()) return wrong.show(t("declared.name_missing"));
  const born = isoBirth(birth);
  if (born === null) return wrong.show(t("declared.birth_wrong"));
  const person = { name: name.trim().normalize("NFC"), birth: born, note: note.trim() };
  if (personalId.trim()) person.personal_id = personalId.trim();
  return write({ declared: person });
}
