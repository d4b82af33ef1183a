// What the device keeps: its enrolment, keys, open shift, head of its event chain, outbox, pack, and the shift's log.
// Nothing of a person is here in clear: rows, buckets and passages are sealed; what is acknowledged goes.

import { deleteDB, openDB } from "../vendor/idb/index.js";

const NAME = "borderreg-gate";
const STRICT = { durability: "strict" };

/** Open the device's database. */
export async function openStore() {
  const db = await openDB(NAME, 3, {
    upgrade(fresh, before) {
      if (before < 1) {
        fresh.createObjectStore("device");
        fresh.createObjectStore("outbox", { keyPath: "seq" });
      }
      if (before < 2) {
        fresh.createObjectStore("buckets");
        fresh.createObjectStore("passages", { keyPath: "key" });
      }
      fresh.createObjectStore("log", { keyPath: "seq" });
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

  /** Append one outbox row, move the head of the chain, note the passage and the shift's log, together or not at all. */
  async append(row, head, { passage = null, log = null } = {}) {
    const transaction = this.db.transaction(["device", "outbox", "passages", "log"], "readwrite", STRICT);
    transaction.objectStore("outbox").add(row);
    transaction.objectStore("device").put(head, "head");
    if (passage) transaction.objectStore("passages").put(passage);
    if (log) transaction.objectStore("log").put(log);
    await transaction.done;
  }

  /** Put a pack in the place of the old one, or its changed buckets, together with what is known of it. */
  async putPack({ meta, sealed, whole }) {
    const transaction = this.db.transaction(["device", "buckets"], "readwrite", STRICT);
    const buckets = transaction.objectStore("buckets");
    if (whole) buckets.clear();
    for (const [bucket, content] of sealed) buckets.put(content, bucket);
    transaction.objectStore("device").put(meta, "pack");
    await transaction.done;
  }

  bucket(number) {
    return this.db.get("buckets", number);
  }

  passage(key) {
    return this.db.get("passages", key);
  }

  async putPassage(row) {
    await this.db.put("passages", row);
  }

  /** Drop the passages for which `isOver(row)` holds. */
  async dropPassages(isOver) {
    const transaction = this.db.transaction("passages", "readwrite");
    for (const row of await transaction.store.getAll()) if (isOver(row)) transaction.store.delete(row.key);
    await transaction.done;
  }

  /** The log of events from one number on. */
  log(from = 0) {
    return this.db.getAll("log", IDBKeyRange.lowerBound(from));
  }

  /** Write what became of logged events over their rows. */
  async noteLog(changes) {
    const transaction = this.db.transaction("log", "readwrite");
    for (const change of changes) transaction.store.put({ ...(await transaction.store.get(change.seq)), ...change });
    await transaction.done;
  }

  /** Drop the log of events before one number. */
  dropLog = (seq) => this.db.delete("log", IDBKeyRange.upperBound(seq, true));

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
