// The gate page: starts the device and holds what lasts longer than a screen — enrolment, shift, outbox, camera.

import { aloneOnThisDevice, connect, restore } from "./connect.mjs";
import { Header } from "./header.mjs";
import { History } from "./history.mjs";
import { known, language, loadLanguage, t } from "./i18n.mjs";
import { installShell } from "./install.mjs";
import { endShift, gated, openShift, watchIdle } from "./shift-life.mjs";
import { routeKeys, showNotice, showScreen, waitOn } from "./stage.mjs";
import { openStore } from "./store.mjs";
import { takeBackUndecided } from "./undo.mjs";

const app = {
  version: "1.2",
  device: null,
  shift: null,
  group: null, // a trip or a hand-over that is open
  header: new Header(document.querySelector("#gate-header")),
  history: new History(),
  busy: waitOn,

  go(name, data) {
    showScreen(app, gated(app, name), data);
    app.header.show(app);
  },

  /** An answer that is neither a verdict nor a lost network. */
  failed(error) {
    if (error.status === 410) app.revoked();
    else if (error.code === "shift_required" && !app.shift?.token) app.go("problem", { text: t("shift.by_pin") });
    else if (error.code === "shift_required") app.shiftEnded("shift.ended");
    else app.go("problem", { text: known(`error.${error.code}`) ? t(`error.${error.code}`) : error.message });
  },

  openShift(shift) {
    return openShift(app, shift);
  },

  /** `notice` names why, when it was not the officer's own act. */
  async shiftEnded(notice = "", { signed = "none", closed = "ended" } = {}) {
    if (app.shift) await endShift(app, { signed, closed });
    app.go("signIn", { notice });
    app.delivery.send();
  },

  /** The server still takes what a revoked device has to say; then it forgets everything. */
  async revoked() {
    const allSaid = await app.delivery.send();
    if (!app.device) return; // the server said so once more, and everything is forgotten
    if (allSaid) await app.wipe();
    else await app.shiftEnded("shift.ended"); // no network: what waits is kept until it has been sent
  },

  async wipe() {
    if (!app.device) return;
    app.viewfinder.close();
    app.group = app.device = app.shift = app.api.device = app.api.shift = app.pack.meta = app.officers.sealed = null;
    await app.store.wipe();
    app.go("wiped");
  },
};

async function start() {
  await loadLanguage(language());
  installShell();
  await aloneOnThisDevice(() => showNotice("error.other_tab"));
  app.store = await openStore();
  await restore(app);
  await connect(app);
  routeKeys();
  watchIdle(app);
  app.go(app.device ? (app.shift ? "scan" : "signIn") : "enrol");
  if (app.shift) await takeBackUndecided(app);
  if (app.device) await app.delivery.send();
  await app.refresh.now();
}

start().catch((error) => {
  console.error(error);
  showNotice("error.start");
});
