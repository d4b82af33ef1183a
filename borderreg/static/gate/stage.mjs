// The one current screen: shows it, reads it out, and routes scans and keys to it.

import { h } from "./dom.mjs";
import { t } from "./i18n.mjs";
import { SCREENS } from "./screens/index.mjs";
import { unlockSound } from "./sound.mjs";
import { Wedge } from "./wedge.mjs";

const SETTLING = 400; // a key that is still on its way decides nothing on a screen just shown
const EMPTY = { leave() {}, keys: {}, scanned: null, focus: null, says: "" };

const main = document.querySelector("main");
const live = document.querySelector("#announce");
const screen = { ...EMPTY };
let shownAt = 0;

/** Replace the screen; what the last one held of a person goes with it. */
export function showScreen(app, name, data = {}) {
  screen.leave();
  Object.assign(screen, EMPTY, SCREENS[name](app, data));
  main.replaceChildren(...screen.nodes);
  main.dataset.screen = name;
  shownAt = performance.now();
  const heading = main.querySelector("h1");
  document.title = `${heading.textContent} – borderreg`;
  (screen.focus ?? heading).focus();
  scrollTo(0, 0);
  live.textContent = screen.says;
}

/** The screen waits for an answer: it takes no second code and no key meanwhile. */
export function waitOn(key) {
  Object.assign(screen, { keys: {}, scanned: null });
  main.dataset.screen = "busy";
  main.append(h("p", { class: "busy", role: "status" }, t(key)));
}

/** Say why there is no screen yet. */
export function showNotice(key) {
  main.replaceChildren(h("h1", { tabindex: "-1" }, t("app.title")), h("p", { role: "alert" }, t(key)));
}

/** Listen for keys and for a keyboard scanner from now on. */
export function routeKeys() {
  addEventListener("pointerdown", unlockSound);
  addEventListener("keydown", (event) => {
    unlockSound();
    const typing = event.target.matches?.("input, textarea, select");
    const early = event.repeat || (performance.now() - shownAt < SETTLING && !typing);
    if (event.key === "Enter" && early) event.preventDefault();
    else if (event.key === "Escape" || event.target === document.body || event.target.matches?.("h1")) {
      screen.keys[event.key]?.();
    }
  });
  new Wedge({
    onScan: (digits) => screen.scanned?.(digits),
    onKey: (digit) => screen.keys[digit]?.(),
  });
}
