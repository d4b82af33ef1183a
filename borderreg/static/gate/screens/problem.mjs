// What cannot go on here, and what to do instead.

import { h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { actions, banner, heading, primary } from "./parts.mjs";

/** A call that failed for a reason the server names. */
export function problem(app, { text }) {
  const back = primary(t("action.back"), () => app.go("scan"));
  return { nodes: [banner("unreadable", t("problem.title")), h("p", { class: "lead" }, text), actions(back)], focus: back, says: text };
}

/** This device was revoked and has forgotten everything. */
export function wiped(app) {
  return {
    nodes: [heading(t("wiped.title")), h("p", { class: "lead" }, t("wiped.lead")), actions(primary(t("enrol.title"), () => location.reload()))],
  };
}
