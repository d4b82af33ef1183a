// Taking a mis-scan back: a preset reason, within fifteen minutes; later the gate commander does it.

import { clockTime } from "../dates.mjs";
import { h } from "../dom.mjs";
import { annul as send } from "../annulling.mjs";
import { t } from "../i18n.mjs";
import { ANNUL_REASONS } from "../presets.mjs";
import { actions, backToScan, heading, once, secondary } from "./parts.mjs";

export function annul(app, { item }) {
  const act = once((code) => send(app, item.id, code));
  const buttons = ANNUL_REASONS.map((code, index) =>
    secondary(t(`annul.${code}`), () => act(code), { "data-key": index + 1, class: "button button--choice" }),
  );
  return {
    nodes: [
      heading(t("annul.title")),
      h("p", { class: "lead" }, t(`history.${item.direction}`, { who: item.who, time: clockTime(item.at) })),
      actions(...buttons, backToScan(app)),
    ],
    keys: {
      Escape: () => app.go("scan"),
      ...Object.fromEntries(ANNUL_REASONS.map((code, index) => [String(index + 1), () => act(code)])),
    },
  };
}
