// Choosing the gate PIN, right after the password: it locks the screen, and begins a shift without a network.

import { field, h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { newVerifier, pinProblem } from "../pin.mjs";
import { afterPin } from "../shift-life.mjs";
import { actions, complaint, form, heading, primary, secondary } from "./parts.mjs";

const DIGITS = { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12 };

export function pin(app) {
  const wrong = complaint();
  const formElement = form(
    (values) => submit(app, values, wrong),
    field(t("pin.new"), { id: "pin", name: "pin", ...DIGITS }, t("pin.hint")),
    field(t("pin.again"), { id: "pin-again", name: "again", ...DIGITS }),
    wrong.element,
  );
  return {
    nodes: [
      heading(t("pin.title")),
      h("p", { class: "lead" }, t("pin.lead")),
      formElement,
      actions(primary(t("pin.submit"), () => formElement.requestSubmit()), secondary(t("pin.later"), () => afterPin(app))),
    ],
    focus: formElement.querySelector("input"),
  };
}

async function submit(app, { pin: chosen, again }, wrong) {
  const problem = pinProblem(chosen);
  if (problem) return wrong.show(t(`pin.${problem}`));
  if (chosen !== again) return wrong.show(t("pin.differ"));
  try {
    const kept = await newVerifier(chosen);
    await app.api.setPin(kept);
    await app.officers.setPin(app.beginning.officer, kept);
  } catch (error) {
    return wrong.show(t(error.status === 422 ? "pin.too_late" : "error.unreachable"));
  }
  return afterPin(app);
}
