// The shift: its last crossings, another direction, the language, the end.

import { clockTime } from "../dates.mjs";
import { button, h } from "../dom.mjs";
import { canAnnul } from "../history.mjs";
import { loadLanguage, t } from "../i18n.mjs";
import { lockNow } from "../shift-life.mjs";
import { actions, backToScan, heading, secondary } from "./parts.mjs";
import { receipt, saveUnsent } from "../unsent.mjs";

const LANGUAGES = { vi: "Tiếng Việt", en: "English", zh: "中文" };

export function menu(app) {
  const said = h("p", { class: "receipt", role: "status" });
  receipt(app).then((text) => (said.textContent = text));
  return {
    nodes: [
      heading(t("menu.title")),
      h("h2", {}, t("menu.history")),
      crossings(app),
      said,
      secondary(t("ready.title"), () => app.go("ready")),
      !app.api.reachable && secondary(t("files.title"), () => app.go("files")),
      app.header.outbox.waiting + app.header.outbox.rejected > 0 && secondary(t("unsent.save"), () => saveUnsent(app)),
      secondary(t("menu.change_direction"), () => app.go("lanes")),
      secondary(t("menu.lock"), async () => (said.textContent = (await lockNow(app)) ?? "")),
      !app.shift.token && app.api.reachable && secondary(t("menu.sign_in"), () => app.go("signIn", {})),
      h("h2", {}, t("menu.language")),
      h("div", { class: "languages" }, ...Object.entries(LANGUAGES).map(([code, name]) => speak(app, code, name))),
      h("h2", {}, t("menu.end")),
      h("p", {}, t("menu.end_hint")),
      button(t("menu.end_open"), () => app.go("report"), { class: "button button--warning" }),
      actions(backToScan(app)),
    ].filter(Boolean),
    keys: { Escape: () => app.go("scan") },
  };
}

function crossings({ history, go }) {
  if (!history.items.length) return h("p", {}, t("menu.no_history"));
  return h("ol", { class: "history" }, ...history.items.map((item) => crossing(item, go)));
}

function crossing(item, go) {
  const key = item.annulled ? "history.annulled" : `history.${item.direction}`;
  return h(
    "li",
    {},
    h("span", {}, t(key, { who: item.who, time: clockTime(item.at) })),
    canAnnul(item) && secondary(t("action.annul"), () => go("annul", { item })),
  );
}

function speak(app, code, name) {
  return secondary(name, async () => {
    await loadLanguage(code);
    app.go("menu");
  }, { lang: code });
}
