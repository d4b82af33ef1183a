// The server does not answer. A departure waits; a return is written down at once and sent later.

import { h } from "../dom.mjs";
import { look, record } from "../flow.mjs";
import { t } from "../i18n.mjs";
import { actions, backToScan, banner, once, primary, secondary } from "./parts.mjs";

export function unreachable(app, { passage }) {
  const { identity, method, direction } = passage;
  const again = () => look(app, identity, method);
  const back = direction === "return" && Boolean(identity.digits ?? identity.entry_code);
  const retry = (back ? secondary : primary)(t("sending.retry"), again);
  const write = back && primary(t("verdict.record_return"), once(() => record(app, passage)), { "data-key": "Enter" });
  return {
    nodes: [
      banner("waiting", t("unreachable.title")),
      h("p", { class: "lead" }, t(direction === "return" ? "unreachable.return" : "unreachable.departure")),
      actions(write, retry, direction === "return" && secondary(t("declared.open"), () => app.go("declared")), backToScan(app)),
    ],
    keys: { Escape: () => app.go("scan") },
    focus: write || retry,
    says: t("unreachable.title"),
  };
}
