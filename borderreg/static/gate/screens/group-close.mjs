// Before a group passes: how many go, who is missing, who is still to be looked at. No head count blocks anybody.

import { h } from "../dom.mjs";
import { absentees, counts } from "../group/counts.mjs";
import { toWrite } from "../group/close.mjs";
import { t } from "../i18n.mjs";
import { actions, heading, once, primary, secondary } from "./parts.mjs";

export function groupClose(app) {
  const { facts } = app.group;
  const { present, absent, aside, stopped, expected } = counts(facts);
  const back = () => app.go("scan");
  const write = primary(t(`group.write_${facts.direction}`, { n: toWrite(facts).length }), once(() => app.go("groupDone", { write: true })), { "data-key": "Enter" });
  const drop = secondary(t("group.drop"), once(() => forget(app)));
  const missing = facts.kind === "hand_over" ? Math.max(0, (expected ?? present) - present) : absent;
  return {
    nodes: [
      heading(t("group.close_title")),
      h("ul", { class: "group__sums" }, sum("group.sum_present", present), expected !== null && sum("group.sum_absent", missing), aside > 0 && sum("group.sum_aside", aside), stopped > 0 && sum("group.sum_stopped", stopped)),
      aside > 0 && h("p", { class: "lead" }, t("group.aside_hint")),
      absent > 0 && h("details", { class: "group__absent" }, h("summary", {}, t("group.who_is_absent")), h("ol", {}, ...absentees(facts).map(({ person, row, list }) => h("li", {}, person?.name ?? t("group.row", { row }), " ", t("group.place", { list, row }))))),
      actions(toWrite(facts).length > 0 && write, secondary(t("action.back"), back, { "data-key": "Esc" }), drop),
    ].filter(Boolean),
    keys: { Escape: back },
    focus: toWrite(facts).length > 0 ? write : null,
  };
}

function sum(key, n) {
  return h("li", {}, h("strong", {}, String(n)), " ", t(key));
}

/** Nobody of the group goes now: nothing was recorded, nothing stays. */
async function forget(app) {
  await app.group.forget();
  app.group = null;
  app.go("scan");
}
