// The gate page: starts the device and holds what lasts longer than a screen — enrolment, shift, outbox, camera.

import { Api } from "./api.mjs";
import { Decoder } from "./decoder.mjs";
import { Delivery } from "./delivery.mjs";
import { takeBackUndecided } from "./flow.mjs";
import { Header } from "./header.mjs";
import { History } from "./history.mjs";
import { known, language, loadLanguage, t } from "./i18n.mjs";
import { Outbox } from "./outbox.mjs";
import { routeKeys, showNotice, showScreen, waitOn } from "./stage.mjs";
import { openStore } from "./store.mjs";
import { Viewfinder } from "./viewfinder.mjs";

const app = {
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
    app.viewfinder.close();
    app.device = app.shift = app.api.device = app.api.shift = null;
    await app.store.wipe();
    app.go("wiped");
  },
};

/** What the device remembers of an earlier visit. */
async function restore() {
  const names = ["device", "signing", "sealing", "shift"];
  const [device, signing, sealing, shift] = await Promise.all(names.map((name) => app.store.get(name)));
  app.keys = { signing, sealing };
  app.device = device ?? null;
  app.shift = shift && Date.parse(shift.expiresAt) > Date.now() ? shift : null;
}

function connect() {
  const { device, shift, keys, store, header } = app;
  app.api = new Api({ onConnection: (state) => header.note(app, { connection: state }) });
  Object.assign(app.api, { device, shift });
  app.outbox = new Outbox({ store, api: app.api, keys, onChange: (outbox) => header.note(app, { outbox }) });
  app.delivery = new Delivery({
    outbox: app.outbox,
    api: app.api,
    history: app.history,
    onGone: app.wipe,
    onShiftEnded: () => app.shift && app.shiftEnded("shift.ended"),
  });
  app.viewfinder = new Viewfinder(new Decoder());
}

/** One page of a device at a time: two would each wait for answers that the other one gets. */
async function aloneOnThisDevice() {
  const timer = setTimeout(() => showNotice("error.other_tab"), 1500);
  await new Promise((granted) => {
    navigator.locks.request("borderreg-page", () => {
      granted();
      return new Promise(() => {}); // held until the page closes
    });
  });
  clearTimeout(timer);
}

async function start() {
  await loadLanguage(language());
  await aloneOnThisDevice();
  app.store = await openStore();
  await restore();
  connect();
  routeKeys();
  app.go(app.device ? (app.shift ? "scan" : "signIn") : "enrol");
  if (app.shift) await takeBackUndecided(app);
  if (app.device) await app.delivery.send();
}

start().catch((error) => {
  console.error(error);
  showNotice("error.start");
});
