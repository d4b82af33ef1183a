// The gate page: starts the device, holds the one current screen, and routes scans and keys to it.

import { Api } from "./api.mjs";
import { Decoder } from "./decoder.mjs";
import { Delivery } from "./delivery.mjs";
import { h } from "./dom.mjs";
import { takeBackUndecided } from "./flow.mjs";
import { Header } from "./header.mjs";
import { History } from "./history.mjs";
import { known, language, loadLanguage, t } from "./i18n.mjs";
import { Outbox } from "./outbox.mjs";
import { SCREENS } from "./screens/index.mjs";
import { unlockSound } from "./sound.mjs";
import { openStore } from "./store.mjs";
import { Viewfinder } from "./viewfinder.mjs";
import { Wedge } from "./wedge.mjs";

const SETTLING = 400; // a key that is still on its way decides nothing on a screen just shown

const main = document.querySelector("main");
const live = document.querySelector("#announce");
const screen = { leave() {}, keys: {} };
let shownAt = 0;

const app = {
  device: null,
  shift: null,
  header: new Header(document.querySelector("#gate-header")),
  history: new History(),

  /** Replace the screen; what the last one held of a person goes with it. */
  go(name, data = {}) {
    screen.leave();
    Object.assign(screen, { leave() {}, keys: {}, scanned: null, focus: null }, SCREENS[name](app, data));
    main.replaceChildren(...screen.nodes);
    main.dataset.screen = name;
    shownAt = performance.now();
    app.refresh();
    (screen.focus ?? main.querySelector("h1"))?.focus();
    scrollTo(0, 0);
    if (screen.says) app.say(screen.says);
  },

  /** The screen waits for an answer: it takes no second code and no key meanwhile. */
  busy(key) {
    Object.assign(screen, { keys: {}, scanned: null });
    main.dataset.screen = "busy";
    main.append(h("p", { class: "busy", role: "status" }, t(key)));
  },

  say(text) {
    live.textContent = text;
  },

  refresh() {
    app.header.show(app);
    document.title = [main.querySelector("h1")?.textContent, "borderreg"].filter(Boolean).join(" – ");
  },

  /** An answer that is neither a verdict nor a lost network. */
  failed(error) {
    if (error.status === 410) app.revoked();
    else if (error.code === "shift_required") app.shiftEnded();
    else app.go("problem", { text: known(`error.${error.code}`) ? t(`error.${error.code}`) : error.message });
  },

  async openShift(shift) {
    app.shift = app.api.shift = shift;
    await app.store.put({ shift });
    app.go("scan");
    await takeBackUndecided(app);
    await app.delivery.send();
  },

  async shiftEnded() {
    app.shift = app.api.shift = null;
    app.history.clear();
    app.viewfinder.close();
    await app.store.forget("shift");
    app.go("signIn");
  },

  /** The server still takes what a revoked device has to say; then it forgets everything. */
  async revoked() {
    await app.delivery.send();
    if (app.device) await app.wipe();
  },

  async wipe() {
    app.viewfinder.close();
    app.device = app.shift = app.api.device = app.api.shift = null;
    await app.store.wipe();
    app.go("wiped");
  },
};

function routeKeys() {
  addEventListener("keydown", (event) => {
    unlockSound();
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key === "Enter" && (event.repeat || (performance.now() - shownAt < SETTLING && !typing))) event.preventDefault();
    else if (event.key === "Escape" || (event.target === document.body || event.target.matches?.("h1"))) screen.keys[event.key]?.();
  });
  addEventListener("pointerdown", unlockSound);
  new Wedge({
    onScan: (digits) => screen.scanned?.(digits),
    onKey: (digit) => screen.keys[digit]?.(),
  });
}

async function start() {
  await loadLanguage(language());
  app.store = await openStore();
  const [device, signing, sealing, shift] = await Promise.all(["device", "signing", "sealing", "shift"].map((n) => app.store.get(n)));
  app.keys = { signing, sealing };
  app.api = new Api({ onConnection: (state) => ((app.header.connection = state), app.header.show(app)) });
  app.outbox = new Outbox({ store: app.store, api: app.api, keys: app.keys, onChange: (state) => ((app.header.outbox = state), app.header.show(app)) });
  app.delivery = new Delivery({ ...app, onGone: app.wipe, onShiftEnded: () => app.shift && app.shiftEnded() });
  app.viewfinder = new Viewfinder(new Decoder());
  app.device = app.api.device = device ?? null;
  app.shift = app.api.shift = shift && Date.parse(shift.expiresAt) > Date.now() ? shift : null;
  routeKeys();
  app.go(app.device ? (app.shift ? "scan" : "signIn") : "enrol");
  if (app.shift) await takeBackUndecided(app);
  if (app.device) await app.delivery.send();
}

start().catch((error) => {
  console.error(error);
  main.replaceChildren(h("h1", { tabindex: "-1" }, t("app.title")), h("p", {}, t("error.start")));
});
