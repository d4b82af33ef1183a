// The screen of the shift: the picture with its reticle, the three other ways to find a person, the last crossing.

import { keepAwake } from "../awake.mjs";
import { identify } from "../codes.mjs";
import { isRepeated } from "../debounce.mjs";
import { clockTime } from "../dates.mjs";
import { button, h } from "../dom.mjs";
import { foreign, look } from "../flow.mjs";
import { isHead } from "../group/lists.mjs";
import { canAnnul } from "../history.mjs";
import { t } from "../i18n.mjs";
import { play } from "../sound.mjs";
import { actions, heading, primary, secondary } from "./parts.mjs";
import { codeForm } from "./typed.mjs";

const HINTS = { none: "scan.aim", seen: "scan.hold", same: "scan.same", two_codes: "scan.two_codes" };

export function scan(app) {
  const { viewfinder } = app;
  viewfinder.element.hidden = false;
  const hint = h("p", { class: "hint", role: "status" }, t("scan.opening"));
  const torch = secondary(t("scan.torch"), () => toggle(app, torch), { hidden: true, "aria-pressed": "false" });
  open(app, hint, torch);
  keepAwake(true);
  return {
    nodes: [
      heading(t("scan.title"), { class: "visually-hidden" }),
      h("div", { class: "scan" }, viewfinder.element, hint, lastCrossing(app)),
      actions(
        secondary(t("scan.typed"), () => app.go("typed"), { "data-key": "N" }),
        secondary(t("scan.search"), () => app.go("search"), { "data-key": "T" }),
        secondary(t("scan.lane"), () => app.go("lane"), { "data-key": "V" }),
        torch,
        secondary(t("scan.menu"), () => app.go("menu"), { "data-key": "M" }),
      ),
    ],
    keys: { n: () => app.go("typed"), t: () => app.go("search"), v: () => app.go("lane"), m: () => app.go("menu") },
    scanned: (digits) => {
      if (isRepeated(digits)) return (hint.textContent = t("scan.same"));
      viewfinder.pause();
      return isHead(digits) ? app.go("groupOpen", { kind: "trip", digits }) : look(app, { digits }, "wedge");
    },
    leave: () => viewfinder.pause(),
  };
}

async function open(app, hint, torch) {
  try {
    await app.viewfinder.start((frame) => framed(app, frame, hint));
    hint.textContent = t("scan.aim");
    torch.hidden = !app.viewfinder.camera.hasTorch;
  } catch (error) {
    hint.textContent = t(error.name === "NotAllowedError" ? "camera.denied" : "camera.missing");
    hint.after(...codeField(app));
  }
}

/** A desk without a camera: the code's field stands open, and a keyboard scanner works as everywhere. */
function codeField(app) {
  app.viewfinder.element.hidden = true;
  const { element, input } = codeForm(app);
  requestAnimationFrame(() => input.focus());
  return [element, primary(t("typed.submit"), () => element.requestSubmit())];
}

function framed(app, { state, text }, hint) {
  if (state !== "found") {
    const words = t(HINTS[state]);
    if (hint.textContent !== words) hint.textContent = words;
    hint.dataset.state = state;
    return;
  }
  play("found");
  const identity = identify(text);
  if (isHead(text)) app.go("groupOpen", { kind: "trip", digits: text.trim().replace(/^\]Q1/, "") });
  else if (identity) look(app, identity, identity.digits ? "camera" : "search");
  else foreign(app);
}

function lastCrossing(app) {
  const [item] = app.history.items;
  if (!item) return null;
  const key = item.annulled ? "history.annulled" : `history.${item.direction}`;
  return h(
    "div",
    { class: `last ${item.annulled ? "last--annulled" : ""}` },
    h("p", {}, t(key, { who: item.who, time: clockTime(item.at) })),
    canAnnul(item) && button(t("action.annul"), () => app.go("annul", { item }), { class: "button button--quiet" }),
  );
}

async function toggle(app, torch) {
  const on = torch.getAttribute("aria-pressed") !== "true";
  await app.viewfinder.camera.setTorch(on).catch(() => {});
  torch.setAttribute("aria-pressed", String(on));
}
