// Green, and only here: the server has stored the crossing. Then the next person.

import { serverNow } from "../clock.mjs";
import { clockTime } from "../dates.mjs";
import { h } from "../dom.mjs";
import { lookOtherWay } from "../annulling.mjs";
import { identify } from "../codes.mjs";
import { isRepeated } from "../debounce.mjs";
import { look } from "../flow.mjs";
import { known, t } from "../i18n.mjs";
import { play } from "../sound.mjs";
import { actions, banner, flagList, primary, secondary } from "./parts.mjs";

const SHOWN_FOR = 4000;

export function done(app, { kind, result, passage, event }) {
  const good = kind !== "not_recorded";
  const word = t(`done.${kind === "recorded" ? passage.direction : kind}`);
  const person = passage.answer?.person;
  const [item] = app.history.items.filter(({ id }) => id === event.id);
  play(good ? "recorded" : "refuse");
  const timer = good ? setTimeout(() => app.go("scan"), SHOWN_FOR) : 0;
  const redo = passage.redo && secondary(t("annul.other_way"), () => lookOtherWay(app, passage.redo));
  if (good) watch(app);
  const next = primary(t("action.next"), () => app.go("scan"), { "data-key": "Enter" });
  return {
    nodes: [
      banner(
        good ? "accept" : "unreadable",
        word,
        h("p", { class: "banner__time" }, clockTime(serverNow())),
        passage.answer?.offline && h("p", { class: "banner__kept" }, t("done.kept")),
        person && h("p", { class: "banner__name" }, person.name, " ", t("person.last4", { last4: person.id_last4 })),
        !good && h("p", {}, t(known(`error.${result.code}`) ? `error.${result.code}` : `done.${result.result}`)),
      ),
      flagList(result.flags),
      good && app.viewfinder.camera?.live && h("div", { class: "group__stage group__stage--small" }, app.viewfinder.element),
      actions(...[redo, next, item && secondary(t("action.annul"), () => app.go("annul", { item }))].filter(Boolean)),
    ].filter(Boolean),
    keys: { Enter: () => next.click(), Escape: () => next.click() },
    scanned: (digits) => isRepeated(digits) || look(app, { digits }, "wedge"),
    focus: next,
    says: [word, person?.name].filter(Boolean).join(". "),
    leave: () => {
      clearTimeout(timer);
      if (good) app.viewfinder.pause();
    },
  };
}

/** The camera looks for the next person while the last one walks on: no tap between two people. */
function watch(app) {
  if (!app.viewfinder.camera?.live) return;
  app.viewfinder.element.hidden = false;
  const found = ({ state, text }) => {
    const identity = state === "found" && identify(text);
    if (identity) look(app, identity, identity.digits ? "camera" : "search");
  };
  app.viewfinder.start(found).catch(() => {});
}
