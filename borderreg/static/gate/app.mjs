// The gate page: starts the device and holds what lasts longer than a screen — enrolment, shift, outbox, camera.

import { aloneOnThisDevice, connect, restore } from "./connect.mjs";
import { Header } from "./header.mjs";
import { History } from "./history.mjs";
import { known, language, loadLanguage, t } from "./i18n.mjs";
import { installShell } from "./install.mjs";
import { routeKeys, showNotice, showScreen, waitOn } from "./stage.mjs";
import { openStore } from "./store.mjs";
import { takeBackUndecided } from "./undo.mjs";

const app = {
  version: "1.1",
  device: null,
  shift: null,
  header: new Header(document.querySelector("#gate-header")),
  history: new History(),
  busy: waitOn,

  go(name, data) {
    showScreen(app, name === "scan" && !app.shift ? "signIn" : name, data);
    app.header.show(app);
  },

  /** An answer that is neither a verdict nor a lost network. */
  failed(error) {
    if (error.status === 410) app.revoked();
    else if (error.code === "shift_required") app.shiftEnded("shift.ended");
    else app.go("problem", { text: known(`error.${error.code}`) ? t(`error.${error.code}`) : error.message });
  },

  async openShift(shift) {
    app.shift = app.api.shift = shift;
    await app.store.put({ shift });
    app.go("scan");
    await takeBackUndecided(app);
    await app.delivery.send();
    if (app.refresh.due) await app.refresh.now();
  },

  /** `notice` names why, when it was not the officer's own act. */
  async shiftEnded(notice = "") {
    app.shift = app.api.shift = null;
    app.delivery.releaseAll();
    app.history.clear();
    app.viewfinder.close();
    await app.store.forget("shift");
    app.go("signIn", { notice });
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
    app.device = app.shift = app.api.device = app.api.shift = app.pack.meta = null;
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
  app.go(app.device ? (app.shift ? "scan" : "signIn") : "enrol");
  if (app.shift) await takeBackUndecided(app);
  if (app.device) await app.delivery.send();
  await app.refresh.now();
}

start().catch((error) => {
  console.error(error);
  showNotice("error.start");
});
