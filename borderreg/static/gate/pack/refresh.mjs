// Fetches packs while there is a network, and says how this device is; a failure is tried again at the next turn.

import { Unreachable } from "../api.mjs";
import { deviceTime, serverNow } from "../clock.mjs";
import { readiness } from "../ready.mjs";
import { notePack } from "../report.mjs";

/** Check a pack, from the network or a file, and put it in the place of the old one with who may begin a shift. */
export async function takePack(app, document) {
  await app.pack.apply(document, app.device);
  await app.officers.take(document.officers, app.device);
  await notePack(app.store, { at: serverNow(), issuedAt: app.pack.meta.issuedAt });
}

const EVERY = 10 * 60_000;
const SOON = 30_000;

export class Refresh {
  constructor(app) {
    Object.assign(this, { app, timer: 0, running: null });
    addEventListener("online", () => this.now());
  }

  /** Fetch now, once at a time; resolves when done, whatever came of it. */
  now() {
    this.running ??= this.#run().finally(() => (this.running = null));
    return this.running;
  }

  async #run() {
    clearTimeout(this.timer);
    const good = this.app.device ? await this.#fetch() : true;
    this.timer = setTimeout(() => this.now(), good ? EVERY : SOON);
  }

  async #fetch() {
    const { app } = this;
    try {
      await takePack(app, await app.api.pack(app.pack.meta?.cursor ?? ""));
      app.header.show(app);
      await this.#report();
      return true;
    } catch (error) {
      if (error.status === 410) app.revoked();
      else if (error.code === "pack_base") app.pack.meta.cursor = "";
      else if (!(error instanceof Unreachable) && !error.status) console.warn("pack", error.code ?? error);
      return false;
    }
  }

  async #report() {
    const { api, header, pack } = this.app;
    const { waiting, rejected, oldest } = header.outbox;
    const instant = (at) => (at === null ? null : deviceTime(new Date(at)));
    await api.report({
      device_time: deviceTime(),
      app_version: this.app.version,
      pack_serial: pack.serial,
      pack_issued_at: instant(pack.meta.issuedAt),
      waiting,
      rejected,
      oldest_at: instant(oldest),
      ready: (await readiness(this.app)).every(({ good }) => good),
    });
  }

  /** Whether the pack is one that the server may since have changed: older than a turn. */
  get due() {
    return serverNow() - (this.app.pack.meta?.issuedAt ?? 0) > EVERY;
  }
}
