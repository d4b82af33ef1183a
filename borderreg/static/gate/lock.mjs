// The locked screen and the count of wrong PINs: durable, so that closing the page forgets neither.

import { fits, isPin } from "./pin.mjs";

export const TRIES = 10;
const IDLE = 5 * 60_000;

export class Lock {
  constructor({ store, officers }) {
    Object.assign(this, { store, officers, locked: false, wrong: 0, touched: Date.now() });
  }

  async load() {
    const { locked = false, wrong = 0 } = (await this.store.get("lock")) ?? {};
    Object.assign(this, { locked, wrong });
  }

  /** Whether only a commander's PIN opens anything now. */
  get exhausted() {
    return this.wrong >= TRIES;
  }

  /** Tries that are left before a commander is needed. */
  get left() {
    return Math.max(0, TRIES - this.wrong);
  }

  /** Whether this officer's screen can be locked: only when a PIN opens it again. */
  async canLock(officer) {
    return (await this.officers.of(officer.id)) !== null;
  }

  async lock() {
    this.locked = true;
    await this.#keep();
  }

  /** Open for another person, who has just signed in. */
  async release() {
    Object.assign(this, { locked: false, wrong: 0, touched: Date.now() });
    await this.#keep();
  }

  /**
   * Whose PIN it is: this officer's, after ten wrong ones a commander's, or null. A try is counted before it is
   * judged, so that closing the page in between gains nothing; a right one sets the count back.
   */
  async judge(pin, officer) {
    const candidates = this.exhausted ? await this.officers.commanders() : [officer && (await this.officers.of(officer.id))];
    this.wrong += 1;
    await this.#keep();
    for (const candidate of candidates) {
      if (!candidate || !isPin(pin) || !(await fits(pin, candidate))) continue;
      this.wrong = 0;
      await this.#keep();
      return candidate;
    }
    return null;
  }

  touch() {
    this.touched = Date.now();
  }

  get idle() {
    return Date.now() - this.touched > IDLE;
  }

  async #keep() {
    await this.store.put({ lock: { locked: this.locked, wrong: this.wrong } });
  }
}
