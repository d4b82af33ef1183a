// The start of a shift: the officer. With a network by the password, without one by the gate PIN; neither is kept.

import { Unreachable } from "../api.mjs";
import { field } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { isPin } from "../pin.mjs";
import { keepAwake } from "../awake.mjs";
import { signedIn } from "../shift-life.mjs";
import { complaint, form, heading, primary, secondary } from "./parts.mjs";

export function signIn(app, { notice }) {
  const wrong = complaint();
  if (notice) wrong.show(t(notice));
  const again = secondary(t("enrol.again"), () => app.wipe(), { hidden: true });
  const last = secondary(t("report.last"), () => app.go("report", { past: true }), { hidden: true });
  app.store.get("lastReport").then((report) => (last.hidden = !report));
  keepAwake(false);
  return {
    nodes: [
      heading(t(app.shift ? "shift.change_title" : "shift.title")),
      wrong.element,
      form(
        (values) => submit(app, values, { wrong, again }),
        field(t("shift.username"), { id: "username", name: "username", autocapitalize: "off", spellcheck: "false", autocomplete: "username" }),
        field(t("shift.password"), { id: "password", name: "password", type: "password", autocomplete: "off" }, t("shift.pin_hint")),
        primary(t("shift.start"), null, { type: "submit" }),
        app.shift && secondary(t("action.back"), () => app.go("scan")),
        last,
        secondary(t("files.title"), () => app.go("files")),
        again,
      ),
    ],
  };
}

async function submit(app, { username, password }, { wrong, again }) {
  if (!username.trim() || !password) return wrong.show(t("shift.credentials_missing"));
  const input = document.querySelector("#password");
  try {
    if (isPin(password)) await app.api.ping(); // throws when there is no network: then a PIN is what counts
    const answer = await app.api.startShift({ username: username.trim(), password });
    const { shift_token: token, officer, expires_at: expiresAt, pin } = answer;
    return await signedIn(app, { officer: { ...officer, username: username.trim() }, token, expiresAt, choosePin: pin === false });
  } catch (error) {
    input.value = "";
    if (error instanceof Unreachable) return withoutNetwork(app, username, password, wrong);
    if (error.status === 410) return app.revoked();
    again.hidden = error.code !== "unknown_device" || app.header.outbox.waiting > 0;
    return wrong.show(error.code === "login_failed" && isPin(password) ? t("shift.pin_with_network") : explain(error));
  }
}

/** Against the verifiers that the last pack brought; ten wrong PINs, and only a commander's opens anything. */
async function withoutNetwork(app, username, pin, wrong) {
  const officer = await app.officers.named(username);
  if (!isPin(pin) || !officer) return wrong.show(t(officer ? "shift.pin_needed" : "shift.pin_unknown"));
  wrong.show(t("lock.checking"));
  const whose = await app.lock.judge(pin, officer);
  if (!whose) return wrong.show(t(app.lock.exhausted ? "lock.exhausted" : "lock.wrong", { left: app.lock.left }));
  if (whose.id !== officer.id) return wrong.show(t("lock.opened_by_commander"));
  return signedIn(app, { officer: { id: officer.id, name: officer.name, username: officer.username } });
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
