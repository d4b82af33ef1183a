// Between the decision and the server's answer: never green, and never silent when the answer does not come.

import { h } from "../dom.mjs";
import { decideHere } from "../flow.mjs";
import { t } from "../i18n.mjs";
import { play } from "../sound.mjs";
import { takeBack } from "../undo.mjs";
import { actions, banner, once, primary, secondary } from "./parts.mjs";

const PATIENCE = 1500;

export function sending(app, { event, passage }) {
  const text = h("p", { class: "sending__text", role: "status" }, t("sending.now"));
  const place = banner("waiting", t("sending.title"), text);
  const bar = actions();
  const timer = setTimeout(() => notRecorded(app, { event, passage, place, text, bar }), PATIENCE);
  return { nodes: [place, bar], leave: () => clearTimeout(timer) };
}

function notRecorded(app, { event, passage, place, text, bar }) {
  play("waiting");
  place.querySelector("h1").textContent = t("sending.not_recorded");
  text.textContent = t(passage.direction === "departure" ? "sending.departure_waits" : "sending.kept");
  const retry = primary(t("sending.retry"), () => app.delivery.send(), { "data-key": "Enter" });
  const leave =
    passage.direction === "departure"
      ? secondary(t("decision.not_passing"), once(() => takeBack(app, event)))
      : secondary(t("action.next"), () => (app.delivery.release(event.id), app.go("scan")));
  const here = passage.direction === "departure" && app.pack.serial > 0;
  bar.append(...[retry, here && secondary(t("sending.decide_here"), once(() => decideHere(app, event, passage))), leave].filter(Boolean));
  retry.focus();
}
