// A group is being written, then green: how many were recorded, who was not and why.

import { h } from "../dom.mjs";
import { decideHere, writeAll } from "../group/close.mjs";
import { counts } from "../group/counts.mjs";
import { reason, t } from "../i18n.mjs";
import { play } from "../sound.mjs";
import { actions, banner, once, primary, secondary } from "./parts.mjs";

const PATIENCE = 3000;

export function groupDone(app) {
  const place = h("div", { class: "group__place" });
  const timers = {};
  const draw = () => app.group && show(app, place, draw, timers);
  writeAll(app, draw).then((whole) => whole && draw());
  show(app, place, draw, timers);
  return { nodes: [place], keys: {}, leave: () => clearTimeout(timers.patience) };
}

function show(app, place, draw, timers) {
  const people = Object.values(app.group.facts.people);
  const open = people.filter(({ state, waits }) => state === "present" || waits).length;
  if (open) return waiting(app, place, open, draw, timers);
  clearTimeout(timers.patience);
  const { present, absent } = counts(app.group.facts);
  const { direction, kind } = app.group.facts;
  const stopped = people.filter(({ state }) => state === "stopped" || state === "aside");
  play("recorded");
  const end = once(() => finish(app));
  place.replaceChildren(
    banner(
      "accept",
      t(`group.recorded_${direction}`, { n: present }),
      kind === "trip" && h("p", {}, t("group.absent", { n: absent })),
      people.some(({ answer }) => answer?.offline) && h("p", { class: "banner__kept" }, t("done.kept")),
    ),
    stopped.length > 0 ? notPassing(stopped) : "",
    actions(primary(t("group.end"), end, { "data-key": "Enter" })),
  );
  place.querySelector(".button").focus();
}

function waiting(app, place, open, draw, timers) {
  const here = secondary(t("sending.decide_here"), once(() => decideHere(app, draw).then(draw)), { hidden: true });
  place.replaceChildren(banner("waiting", t("group.writing", { n: open })), actions(here));
  clearTimeout(timers.patience);
  timers.patience = setTimeout(() => (here.hidden = app.pack.serial === 0), PATIENCE);
}

function notPassing(people) {
  const line = ({ answer }) => h("li", {}, h("strong", {}, answer?.person?.name ?? answer?.entry_code ?? ""), " ", (answer?.reasons ?? []).map((code) => reason(code).label).join(", "));
  return h("section", { class: "group__stopped" }, h("h2", {}, t("group.not_recorded")), h("ul", {}, ...people.map(line)));
}

async function finish(app) {
  await app.group.forget();
  app.group = null;
  app.go("scan");
}
