// The start of a shift: the officer, the fixed direction, the crossing point. The password is never kept.

import { Unreachable } from "../api.mjs";
import { field, h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { keepAwake } from "../awake.mjs";
import { complaint, form, heading, primary, secondary } from "./parts.mjs";

export function signIn(app, { notice }) {
  const wrong = complaint();
  if (notice) wrong.show(t(notice));
  const again = secondary(t("enrol.again"), () => app.wipe(), { hidden: true });
  keepAwake(false);
  return {
    nodes: [
      heading(t("shift.title")),
      wrong.element,
      form(
        (values) => submit(app, values, { wrong, again }),
        field(t("shift.username"), { id: "username", name: "username", autocapitalize: "off", spellcheck: "false", autocomplete: "username" }),
        field(t("shift.password"), { id: "password", name: "password", type: "password", autocomplete: "off" }),
        directions(),
        field(t("shift.crossing_point"), { id: "crossing-point", name: "crossing_point", maxlength: 60 }, t("shift.crossing_point_hint")),
        primary(t("shift.start"), null, { type: "submit" }),
        again,
      ),
    ],
  };
}

/** The two directions as two large choices; neither is chosen beforehand. */
export function directions(chosen = null) {
  const choice = (direction) =>
    h(
      "label",
      { class: `choice choice--${direction}` },
      h("input", { type: "radio", name: "direction", value: direction, checked: direction === chosen }),
      h("span", {}, t(`direction.${direction}`)),
    );
  return h("fieldset", { class: "choices" }, h("legend", {}, t("shift.direction")), choice("departure"), choice("return"));
}

async function submit(app, { username, password, direction, crossing_point: crossingPoint }, { wrong, again }) {
  if (!username.trim() || !password) return wrong.show(t("shift.credentials_missing"));
  if (!direction) return wrong.show(t("shift.direction_missing"));
  let answer;
  try {
    answer = await app.api.startShift({ username: username.trim(), password });
  } catch (error) {
    document.querySelector("#password").value = "";
    if (error.status === 410) return app.revoked();
    again.hidden = error.code !== "unknown_device" || app.header.outbox.waiting > 0;
    return wrong.show(error instanceof Unreachable ? t("error.unreachable") : explain(error));
  }
  const { shift_token: token, officer, expires_at: expiresAt } = answer;
  return app.openShift({ token, officer, expiresAt, direction, crossingPoint: crossingPoint.trim() });
}

const ANSWERS = {
  login_failed: "shift.wrong_credentials",
  unknown_device: "error.unknown_device",
  too_many: "shift.too_many",
  not_permitted: "shift.other_gate",
};

function explain({ code }) {
  return t(ANSWERS[code] ?? "error.busy");
}
