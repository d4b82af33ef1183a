// Puts together what works for the app: the server, the store's keepers, the pack, the camera.

import { Api } from "./api.mjs";
import { Decoder } from "./decoder.mjs";
import { Delivery } from "./delivery.mjs";
import { Group } from "./group/group.mjs";
import { Lock } from "./lock.mjs";
import { Officers } from "./officers.mjs";
import { Outbox } from "./outbox.mjs";
import { Pack } from "./pack/pack.mjs";
import { Passages } from "./pack/passages.mjs";
import { Refresh } from "./pack/refresh.mjs";
import { sendReports } from "./report.mjs";
import { Viewfinder } from "./viewfinder.mjs";

/** Take up what the device remembers of an earlier visit. */
export async function restore(app) {
  const names = ["device", "signing", "sealing", "exchange", "shift"];
  const [device, signing, sealing, exchange, shift] = await Promise.all(names.map((name) => app.store.get(name)));
  app.keys = { signing, sealing, exchange };
  app.officers = new Officers(app);
  app.lock = new Lock(app);
  await Promise.all([app.officers.load(), app.lock.load()]);
  app.device = device ?? null;
  app.shift = shift && Date.parse(shift.expiresAt) > Date.now() ? shift : null;
}

/** Connect everything to the app; the pack is there afterwards, if one was. */
export async function connect(app) {
  const { device, shift, keys, store, header } = app;
  app.api = new Api({ onConnection: (state) => header.note(app, { connection: state }) });
  Object.assign(app.api, { device, shift });
  app.outbox = new Outbox({ store, api: app.api, keys, onChange: (outbox) => header.note(app, { outbox }) });
  app.delivery = new Delivery({
    outbox: app.outbox,
    api: app.api,
    history: app.history,
    onGone: app.wipe,
    onShiftEnded: () => app.shift?.token && app.shiftEnded("shift.ended"),
    onEmpty: () => sendReports(app),
  });
  app.pack = new Pack({ store, keys });
  app.passages = new Passages({ store, keys });
  app.refresh = new Refresh(app);
  app.viewfinder = new Viewfinder(new Decoder());
  if (device) await app.pack.load(device);
  app.group = await Group.load({ store, keys });
}

/** Wait until no other page of this device is open: two would each wait for answers that the other one gets. */
export async function aloneOnThisDevice(warn) {
  const timer = setTimeout(warn, 1500);
  await new Promise((granted) => {
    navigator.locks.request("borderreg-page", () => {
      granted();
      return new Promise(() => {}); // held until the page closes
    });
  });
  clearTimeout(timer);
}
