// What this device itself recorded since its pack: who left, who came back. Sealed, by keyed hash, without a name.

import { open, seal } from "../keys.mjs";

const KEPT = 4 * 24 * 3600 * 1000;

export class Passages {
  constructor({ store, keys }) {
    Object.assign(this, { store, keys });
  }

  /** The newest passage {state, at, gate, cti} of a person here, or null. */
  async of(key) {
    const row = await this.store.passage(key);
    return row ? open(this.keys.sealing, row.sealed) : null;
  }

  /** The row that goes into the store together with the event. */
  async row(key, { id, direction, at, gate, cti }) {
    const before = await this.of(key);
    const state = direction === "return" ? "home" : before && before.state !== "home" ? "contradictory" : "abroad";
    return { key, id, at, contradictory: state === "contradictory", sealed: await seal(this.keys.sealing, { state, at, gate, cti }) };
  }

  /** Forget the passage of an event that was annulled, and what is older than any pack that still decides. */
  async forget({ id, before = Date.now() - KEPT }) {
    await this.store.dropPassages((row) => row.id === id || row.at < before);
  }
}
