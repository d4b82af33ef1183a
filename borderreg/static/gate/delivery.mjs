// Sends the outbox until it is empty: after each event, when the network returns, when the page is seen, every minute.

import { Unreachable } from "./api.mjs";
import { outcome } from "./outcome.mjs";

const SLOWEST = 30_000;
const HEARTBEAT = 60_000;
const EARLY_KEPT = 20;
const LISTENING = 10_000; // how often a lost server is looked for

export class Delivery {
  /** `onGone()` when this device is revoked, `onShiftEnded()` when a sign-in is needed, `onEmpty()` when all is sent. */
  constructor({ outbox, api, history, onGone, onShiftEnded, onEmpty }) {
    Object.assign(this, { outbox, api, history, onGone, onShiftEnded, onEmpty, expecting: new Map(), early: new Map(), pause: 1000, timer: 0 });
    outbox.onResult = (event, result) => this.#answered(event, result);
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
    addEventListener("offline", () => api.onConnection("offline"));
    setInterval(() => this.send(), HEARTBEAT);
    setInterval(() => api.reachable || api.ping().catch(() => {}), LISTENING);
  }

  /** Call back once with (kind, result) when the server has answered; with a name (or "") a crossing enters the history. */
  expect(id, name, callback) {
    this.expecting.set(id, { name, callback });
    const early = this.early.get(id);
    this.early.delete(id);
    if (early) this.#answered(...early);
  }

  /** Nobody waits on the screen for this event any more; it is still delivered. */
  release(id) {
    const expected = this.expecting.get(id);
    if (expected) expected.callback = () => {};
  }

  /** Nobody waits for anything any more: the shift has ended. */
  releaseAll() {
    for (const id of this.expecting.keys()) this.release(id);
  }

  /** Send now; on failure try again later. Resolves to true when nothing is left to send. */
  async send() {
    clearTimeout(this.timer);
    try {
      await this.outbox.flush();
      await this.onEmpty();
      this.pause = 1000;
      return true;
    } catch (error) {
      if (error.status === 410) this.onGone();
      else {
        if (error.code === "shift_required") this.onShiftEnded();
        this.#later(error.retryAfter ? error.retryAfter * 1000 : this.pause);
        const wiped = error.name === "InvalidStateError"; // the store was closed meanwhile
        if (!(error instanceof Unreachable) && error.status === undefined && !wiped) console.error(error);
      }
      return false;
    }
  }

  #later(wait) {
    this.pause = Math.min(this.pause * 2, SLOWEST);
    this.timer = setTimeout(() => this.send(), wait * (0.8 + Math.random() * 0.4));
  }

  #answered(event, result) {
    const kind = outcome(event, result);
    if (kind === "annulled") this.history.annulled(event.annuls);
    const expected = this.expecting.get(event.id);
    if (!expected) return this.#keepEarly(event, result);
    this.expecting.delete(event.id);
    if (kind === "recorded" && expected.name !== null) this.history.add({ id: event.id, direction: event.direction, name: expected.name });
    return expected.callback(kind, result);
  }

  /** An answer may come before anybody asks for it: a sending was under way when the event was written. */
  #keepEarly(event, result) {
    this.early.set(event.id, [event, result]);
    if (this.early.size > EARLY_KEPT) this.early.delete(this.early.keys().next().value);
  }
}
