// A group that crosses together: a trip with plate and leader, or people handed over without papers. It is kept
// sealed until it is closed, so that a page that dies in the middle has forgotten nobody.

import { deviceTime } from "../clock.mjs";
import { open, seal } from "../keys.mjs";
import { uuid7 } from "../uuid7.mjs";

const NAME = "group";

export class Group {
  constructor({ store, keys }, facts) {
    Object.assign(this, { store, keys, facts });
  }

  /** The group that an earlier visit left open, or null. */
  static async load({ store, keys }) {
    const sealed = await store.get(NAME);
    return sealed ? new Group({ store, keys }, await open(keys.sealing, sealed)) : null;
  }

  /** Open a group: `said` is {plate, leader} of a trip, {giver, record, expected} of a hand-over. */
  static async begin({ store, keys }, { kind, direction, said }) {
    const group = new Group({ store, keys }, { id: uuid7(), kind, direction, said, openedAt: deviceTime(), lists: [], people: {} });
    await group.keep();
    return group;
  }

  /** Add a list {hash, list, commune, entries, known, rows}; scanned again, it takes the place of itself. */
  async addList(list) {
    this.facts.lists = [...this.facts.lists.filter(({ hash }) => hash !== list.hash), list];
    await this.keep();
  }

  /** Note a person under a code, or under an id of its own: {state, identity, method, answer, extra}. */
  async note(key, person) {
    this.facts.people[key] = person;
    await this.keep();
  }

  async drop(key) {
    delete this.facts.people[key];
    await this.keep();
  }

  person(key) {
    return this.facts.people[key] ?? null;
  }

  async keep() {
    await this.store.put({ [NAME]: await seal(this.keys.sealing, this.facts) });
  }

  /** Forget the group: it is closed, or nobody goes. */
  async forget() {
    await this.store.forget(NAME);
  }
}
