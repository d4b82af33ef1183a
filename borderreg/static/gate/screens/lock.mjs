// The locked screen: the officer's PIN opens it, after ten wrong ones a commander's; the outbox goes on sending behind it.

import { field, h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { actions, complaint, form, heading, primary, secondary } from "./parts.mjs";

export function lock(app) {
  const wrong = complaint();
  if (app.lock.exhausted) wrong.show(t("lock.exhausted"));
  const formElement = form(
    ({ pin }) => submit(app, pin, wrong),
    field(t(app.lock.exhausted ? "lock.commander_pin" : "lock.pin"), {
      id: "lock-pin", name: "pin", type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12,
    }),
    wrong.element,
  );
  return {
    nodes: [
      heading(t("lock.title")),
      h("p", { class: "lead" }, app.shift.officer.name),
      formElement,
      actions(primary(t("lock.open"), () => formElement.requestSubmit()), secondary(t("menu.change_officer"), () => app.go("signIn", {}))),
    ],
    focus: formElement.querySelector("input"),
  };
}

async function submit(app, pin, wrong) {
  if (!pin) return undefined;
  wrong.show(t("lock.checking"));
  if (await app.lock.judge(pin, app.shift.officer)) {
    await app.lock.release();
    return app.go("scan");
  }
  if (app.lock.exhausted) return app.go("lock");
  document.querySelector("#lock-pin").value = "";
  return wrong.show(t("lock.wrong", { left: app.lock.left }));
}
