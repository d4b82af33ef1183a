// Who may begin a shift here without a network: the gate's officers with the verifiers of their PINs, sealed at rest.

import { fromUtf8 } from "./bytes.mjs";
import { openBox } from "./exchange.mjs";
import { open, seal } from "./keys.mjs";

const BOX = "borderreg/officers/1";

export class Officers {
  constructor({ store, keys }) {
    Object.assign(this, { store, keys, sealed: null });
  }

  /** Take up what an earlier visit left. */
  async load() {
    this.sealed = (await this.store.get("officers")) ?? null;
  }

  /** Take the officers of a pack that was believed; one without them leaves those that are known. */
  async take(box, device) {
    if (!box || !this.keys.exchange) return;
    const officers = JSON.parse(fromUtf8(await openBox(this.keys.exchange, box, `${BOX} ${device.id}`)));
    await this.#keep(officers);
  }

  /** Every officer {id, username, name, commander, salt, iterations, verifier}. */
  async all() {
    return this.sealed ? open(this.keys.sealing, this.sealed) : [];
  }

  async named(username) {
    const name = username.trim().toLowerCase();
    return (await this.all()).find((officer) => officer.username === name) ?? null;
  }

  async of(id) {
    return (await this.all()).find((officer) => officer.id === id) ?? null;
  }

  async commanders() {
    return (await this.all()).filter(({ commander }) => commander);
  }

  /** A PIN chosen here counts here at once, before the next pack brings it. */
  async setPin({ id, username, name }, kept) {
    const others = (await this.all()).filter((officer) => officer.id !== id);
    const before = await this.of(id);
    await this.#keep([...others, { commander: false, ...before, id, username, name, ...kept }]);
  }

  async #keep(officers) {
    this.sealed = await seal(this.keys.sealing, officers);
    await this.store.put({ officers: this.sealed });
  }
}
