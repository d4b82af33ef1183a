// Finding a person without a code: name without accents, last four digits, list number, or a document's number.

import { documentNumber } from "../codes.mjs";
import { field, h } from "../dom.mjs";
import { look } from "../flow.mjs";
import { t } from "../i18n.mjs";
import { actions, backToScan, complaint, form, heading, primary, secondary } from "./parts.mjs";

const SHORTEST = 3;

export function search(app) {
  const wrong = complaint();
  const found = h("div", { class: "found", "aria-live": "polite" });
  const box = field(t("search.query"), { id: "query", type: "search", autocomplete: "off", spellcheck: "false", maxlength: 80 }, t("search.hint"));
  const input = box.querySelector("input");
  const formElement = form(() => submit(app, input.value.trim(), { wrong, found }), box, wrong.element);
  const back = app.shift.direction === "return";
  return {
    nodes: [
      heading(t("search.title")),
      formElement,
      found,
      actions(
        primary(t("search.submit"), () => formElement.requestSubmit()),
        back && secondary(t("declared.open"), () => app.go("declared")),
        backToScan(app),
      ),
    ],
    keys: { Escape: () => app.go("scan") },
    scanned: (digits) => look(app, { digits }, "wedge"),
    focus: input,
  };
}

async function submit(app, query, { wrong, found }) {
  found.replaceChildren();
  if (query.length < SHORTEST) return wrong.show(t("search.short"));
  const number = documentNumber(query);
  if (number) return look(app, { document_number: number }, "search");
  try {
    const { results } = await app.api.search(query);
    wrong.element.hidden = true;
    return found.replaceChildren(...(results.length ? results.map((row) => result(app, row)) : [h("p", {}, t("search.nothing"))]));
  } catch (error) {
    return error.code === "shift_required" ? app.failed(error) : wrong.show(t(error.status ? "error.busy" : app.pack.serial > 0 ? "search.offline" : "error.unreachable"));
  }
}

function result(app, { entry_code, name, birth, list, row }) {
  const facts = t("search.facts", { year: birth.slice(0, 4), list, row });
  return h(
    "button",
    { type: "button", class: "found__person", onclick: () => look(app, { entry_code }, "search") },
    h("strong", {}, name),
    h("span", {}, facts),
  );
}
