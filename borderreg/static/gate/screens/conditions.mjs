// Conditions of the gate and the device: a commander lets them pass once for the shift, with a PIN of this device.

import { commanderOf, holding, letPass, needsPin } from "../conditions.mjs";
import { field, h } from "../dom.mjs";
import { record } from "../flow.mjs";
import { settleAside } from "../group/mark.mjs";
import { reason, t } from "../i18n.mjs";
import { actions, complaint, form, heading, once, primary, secondary } from "./parts.mjs";

/** With a `passage` it goes on where it was stopped, by order. */
export function conditions(app, { codes = holding(app), passage = null }) {
  const done = new Set(app.shift.acknowledged ?? []);
  const open = codes.filter((code) => !done.has(code));
  const wrong = complaint();
  const place = h("div", {});
  const back = () => (passage ? app.go("verdict", { passage }) : app.go("lane"));
  const go = (by) => proceed(app, { codes: open, by, passage });
  if (open.length) ask(app, place, { wrong, go });
  return {
    nodes: [
      heading(t("conditions.title")),
      codes.length || done.size ? list([...new Set([...codes, ...done])], done) : h("p", {}, t("conditions.none")),
      place,
      wrong.element,
      actions(secondary(t("action.back"), back, { "data-key": "Esc" })),
    ],
    keys: { Escape: back },
  };
}

function list(codes, done) {
  const line = (code) => h("li", {}, h("strong", {}, reason(code).label), " ", t(done.has(code) ? "conditions.passed" : "conditions.open"));
  return h("ul", { class: "group__sums" }, ...codes.map(line));
}

async function ask(app, place, { wrong, go }) {
  if (!(await needsPin(app))) {
    place.append(h("p", {}, t("conditions.by_word")), primary(t("conditions.let_pass"), once(() => go(null))));
    return;
  }
  const formElement = form(
    ({ pin }) => judge(app, pin, { wrong, go }),
    field(t("conditions.pin"), { id: "commander-pin", name: "pin", type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12 }, t("conditions.pin_hint")),
    primary(t("conditions.let_pass"), null, { type: "submit" }),
  );
  place.append(formElement);
  formElement.querySelector("input").focus();
}

async function judge(app, pin, { wrong, go }) {
  const by = await commanderOf(app, pin);
  return by ? go(by) : wrong.show(t("conditions.wrong_pin"));
}

async function proceed(app, { codes, by, passage }) {
  await letPass(app, codes, by ?? app.shift.officer);
  await settleAside(app);
  if (passage) return record(app, passage, { override: { reason: "commander_order" } });
  return app.go("conditions", {});
}
