// Gate, lane and fixed direction in one tap: a full-width tile for each lane and direction.

import { field, h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { openShift } from "../shift-life.mjs";
import { form, heading, once, secondary } from "./parts.mjs";

const ADDED_KEPT = 4;

export function lanes(app) {
  const place = h("div", { class: "lanes" });
  fill(app, place);
  if (!app.pack.meta) app.refresh.now().then(() => place.isConnected && fill(app, place));
  const box = field(t("lanes.other"), { id: "lane", name: "lane", maxlength: 40 }, t("shift.crossing_point_hint"));
  return {
    nodes: [
      heading(t("lanes.title", { gate: app.device.gateName ?? app.device.gate })),
      place,
      form((values) => add(app, values.lane.trim(), place, box), box, secondary(t("lanes.add"), null, { type: "submit" })),
      app.shift && secondary(t("action.back"), () => app.go("menu")),
    ].filter(Boolean),
  };
}

async function fill(app, place) {
  const added = (await app.store.get("lanes")) ?? [];
  const known = [...added, ...(app.pack.meta?.gate.lanes ?? [])];
  place.replaceChildren(...(known.length ? known : [""]).flatMap((lane) => ["departure", "return"].map((way) => tile(app, lane, way))));
}

function tile(app, lane, direction) {
  const begin = once(() => openShift(app, { ...(app.shift ?? app.beginning), direction, crossingPoint: lane }));
  return h(
    "button",
    { type: "button", class: `lane lane--${direction}`, "data-direction": direction, onclick: begin },
    h("span", { class: "lane__way" }, h("span", { "aria-hidden": "true" }, direction === "departure" ? "▲ " : "▼ "), t(`direction.${direction}`)),
    lane && h("span", { class: "lane__place" }, lane),
  );
}

/** A lane that the register does not name stays on this device. */
async function add(app, lane, place, box) {
  if (!lane) return;
  const before = (await app.store.get("lanes")) ?? [];
  await app.store.put({ lanes: [lane, ...before.filter((one) => one !== lane)].slice(0, ADDED_KEPT) });
  box.querySelector("input").value = "";
  await fill(app, place);
}
