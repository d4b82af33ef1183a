// Another or a new travel document than the list names: its number and expiry travel with the decision.

import { documentNumber } from "../codes.mjs";
import { field } from "../dom.mjs";
import { record } from "../flow.mjs";
import { t } from "../i18n.mjs";
import { isoDay } from "../dates.mjs";
import { actions, complaint, form, heading, once, primary, secondary } from "./parts.mjs";

export function document(app, { passage }) {
  const wrong = complaint();
  const write = once((paper) => record(app, passage, { document_changed: true, override: { reason: "other_document", document: paper } }));
  const formElement = form(
    (values) => submit(values, write, wrong),
    field(t("document.number"), { id: "document-number", name: "number", maxlength: 14, autocapitalize: "characters", spellcheck: "false" }),
    field(t("document.expires"), { id: "document-expires", name: "expires", inputmode: "numeric", maxlength: 10 }, t("document.expires_hint")),
    wrong.element,
  );
  const back = () => app.go("verdict", { passage });
  return {
    nodes: [
      heading(t("document.title")),
      formElement,
      actions(primary(t("verdict.confirm_departure"), () => formElement.requestSubmit()), secondary(t("action.back"), back)),
    ],
    keys: { Escape: back },
    focus: formElement.querySelector("input"),
  };
}

function submit({ number, expires }, write, wrong) {
  const bare = documentNumber(number);
  const until = isoDay(expires);
  if (!bare) return wrong.show(t("document.number_wrong"));
  if (!until || until < new Date().toISOString().slice(0, 10)) return wrong.show(t("document.expires_wrong"));
  return write({ number: bare, expires: until });
}
