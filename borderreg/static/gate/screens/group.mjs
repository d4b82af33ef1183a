// A group before it passes: one code after the other, without a tap between; or ticks on the opened lists.

import { identify } from "../codes.mjs";
import { h } from "../dom.mjs";
import { counts } from "../group/counts.mjs";
import { isHead, openList } from "../group/lists.mjs";
import { mark } from "../group/mark.mjs";
import { t } from "../i18n.mjs";
import { play } from "../sound.mjs";
import { groupRows } from "./group-rows.mjs";
import { actions, heading, primary, secondary } from "./parts.mjs";

const SOUNDS = { present: "accept", again: "found", aside: "check", stopped: "refuse", unread: "unreadable", unreachable: "waiting", list: "accept", no_list: "unreadable" };

export function group(app) {
  const { viewfinder } = app;
  const { kind, said } = app.group.facts;
  const view = { said: h("p", { class: "group__said", role: "status" }, t(kind === "trip" ? "group.aim" : "group.aim_hand_over")), figures: h("p", { class: "group__figures" }), rows: h("ul", { class: "group__rows" }) };
  const scanned = (text) => text && take(app, view, text);
  view.resume = () => watch(app, view, scanned);
  draw(app, view);
  view.resume();
  const declare = secondary(t("group.declare"), () => app.go("declared"));
  return {
    nodes: [
      heading(kind === "trip" ? t("group.trip_heading", { plate: said.plate }) : t("group.hand_over_heading")),
      h("div", { class: "group__stage" }, viewfinder.element),
      view.said,
      view.figures,
      view.rows,
      actions(
        primary(t("group.close"), () => app.go("groupClose"), { "data-key": "Enter" }),
        secondary(t("scan.typed"), () => app.go("typed"), { "data-key": "N" }),
        secondary(t("scan.search"), () => app.go("search"), { "data-key": "T" }),
        kind === "hand_over" && declare,
      ),
    ],
    keys: { n: () => app.go("typed"), t: () => app.go("search") },
    scanned,
    leave: () => viewfinder.pause(),
  };
}

async function watch(app, view, scanned) {
  app.viewfinder.element.hidden = false;
  try {
    await app.viewfinder.start(({ state, text }) => state === "found" && scanned(text).finally(view.resume));
  } catch {
    app.viewfinder.element.hidden = true; // a desk: the keyboard scanner and the ticks are enough
  }
}

/** One code: of a list, or of a person; a card counts like a code. Codes wait for each other. */
function take(app, view, text) {
  view.queue = (view.queue ?? Promise.resolve()).then(() => judge(app, view, text)).catch((error) => app.failed(error));
  return view.queue;
}

async function judge(app, view, text) {
  if (!app.group) return;
  if (isHead(text)) {
    const list = await openList(app, text, app.group.facts.direction);
    if (list) await app.group.addList(list);
    return say(app, view, list ? "list" : "no_list", list ? { list: list.list, n: list.rows.length } : {});
  }
  const identity = identify(text);
  const { outcome, answer } = identity ? await mark(app, identity, identity.digits ? "camera" : "search") : { outcome: "unread" };
  return say(app, view, outcome, { who: answer?.person?.name ?? answer?.entry_code ?? "" });
}

function say(app, view, outcome, values) {
  if (!app.group) return;
  play(SOUNDS[outcome]);
  view.said.textContent = t(`group.${outcome}`, values);
  view.said.dataset.outcome = outcome;
  draw(app, view);
}

function draw(app, view) {
  const { present, expected, aside, stopped } = counts(app.group.facts);
  const parts = [expected === null ? t("group.n_present", { n: present }) : t("group.n_present_of", { n: present, of: expected })];
  if (aside) parts.push(t("group.n_aside", { n: aside }));
  if (stopped) parts.push(t("group.n_stopped", { n: stopped }));
  view.figures.textContent = parts.join(" · ");
  groupRows(app, view.rows, async (line) => {
    const { outcome, answer } = await mark(app, { cti: line.cti }, "group");
    say(app, view, outcome, { who: line.person?.name ?? answer?.person?.name ?? t("group.row", line) });
  }, () => draw(app, view));
}
