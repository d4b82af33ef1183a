// What the device keeps: its enrolment, its keys, the open shift, the head of its event chain, and the outbox.
// Nothing of a person is here: outbox rows are sealed and deleted once the server has acknowledged them.

import { deleteDB, openDB } from "../vendor/idb/index.js";

const NAME = "borderreg-gate";
const STRICT = { durability: "strict" };

/** Open the device's database. */
export async function openStore() {
  const db = await openDB(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("device");
      fresh.createObjectStore("outbox", { keyPath: "seq" });
    },
  });
  return new Store(db);
}

class Store {
  constructor(db) {
    this.db = db;
  }

  get(name) {
    return this.db.get("device", name);
  }

  /** Put several named values at once, durable before it resolves. */
  async put(values) {
    const transaction = this.db.transaction("device", "readwrite", STRICT);
    for (const [name, value] of Object.entries(values)) transaction.store.put(value, name);
    await transaction.done;
  }

  async forget(name) {
    await this.db.delete("device", name);
  }

  /** Append one outbox row and move the head of the chain, together or not at all. */
  async append(row, head) {
    const transaction = this.db.transaction(["device", "outbox"], "readwrite", STRICT);
    transaction.objectStore("outbox").add(row);
    transaction.objectStore("device").put(head, "head");
    await transaction.done;
  }

  waiting() {
    return this.db.getAll("outbox");
  }

  async update(row) {
    await this.db.put("outbox", row);
  }

  async remove(seqs) {
    const transaction = this.db.transaction("outbox", "readwrite", STRICT);
    for (const seq of seqs) transaction.store.delete(seq);
    await transaction.done;
  }

  /** Forget everything: a revoked device wipes itself. */
  async wipe() {
    this.db.close();
    await deleteDB(NAME);
  }
}
