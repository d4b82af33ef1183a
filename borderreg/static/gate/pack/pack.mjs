// The pack on the device: 256 sealed buckets, replaced all or nothing; found by code, or by a paper's number.

import { fromBase64Url, toHex, utf8 } from "../bytes.mjs";
import { open, seal } from "../keys.mjs";
import { readKeyList } from "../ls1/key-list.mjs";
import { PACK } from "../rules/data.mjs";
import { ageOf } from "../rules/offline.mjs";
import { readPack } from "./document.mjs";
import { BUCKETS, bucketOf, readRecord, recordsByBucket } from "./rows.mjs";

const AT_ONCE = 16; // buckets that are opened side by side

export class Pack {
  constructor({ store, keys }) {
    Object.assign(this, { store, keys, meta: null, keyList: null });
  }

  /** Take up what an earlier visit left. */
  async load(device) {
    this.meta = (await this.store.get("pack")) ?? null;
    if (this.meta && !this.meta.detailed) this.meta = null; // of an earlier version of this page: fetched whole
    if (this.meta) await this.#useKeys(device);
  }

  /** Check a pack that arrived and put it in the place of the old one, or a delta over it; throws and changes nothing. */
  async apply(document, device) {
    const { whole, meta, content } = await readPack(document, {
      rootPublic: fromBase64Url(device.rootPublicKey),
      gate: device.gate,
      current: this.meta,
    });
    const sealed = new Map();
    for (const [bucket, records] of recordsByBucket(content)) {
      const before = whole ? {} : await this.#bucket(bucket);
      sealed.set(bucket, await seal(this.keys.sealing, { ...before, ...records }));
    }
    await this.store.putPack({ meta, sealed, whole });
    this.meta = meta;
    await this.#useKeys(device);
  }

  /** Take a newer key list alone; throws and changes nothing when the root did not sign it or it is older. */
  async takeKeys(keys, device) {
    const list = await readKeyList(keys, { rootPublic: fromBase64Url(device.rootPublicKey), atLeastSerial: this.meta.keySerial });
    const meta = { ...this.meta, keys, keySerial: list.serial };
    await this.store.put({ pack: meta });
    Object.assign(this, { meta, keyList: list });
  }

  get serial() {
    return this.meta?.serial ?? 0;
  }

  /** How much it says at an instant: "fresh", "stale", "over" or "none". */
  age(at) {
    return ageOf(this.meta?.issuedAt ?? null, at);
  }

  /** The record of a code, or null. */
  async find(cti) {
    const found = this.meta && (await this.#bucket(bucketOf(cti)))[cti];
    return found ? readRecord(cti, found) : null;
  }

  /** The best record for a travel document's or identity card's number: one in force first, then the newest. */
  async findByNumber(number) {
    if (!this.meta) return null;
    const [paper, person] = await Promise.all(["document_number", "personal_id"].map((name) => this.#hash(name, number)));
    const found = await this.#search(([, , hashes]) => hashes.startsWith(paper) || hashes.endsWith(person));
    return found.sort((one, other) => rank(one) - rank(other))[0] ?? null;
  }

  /** The records of the list with that content hash (hex), in the order of its rows; a replaced code is left out. */
  async findByList(contentHash) {
    if (!this.meta) return [];
    const key = contentHash.slice(0, 2 * PACK.listKeyBytes);
    const found = await this.#search(([, , , details]) => details.startsWith(key));
    return found.filter(({ row, status }) => row > 0 && status !== "superseded").sort((one, other) => one.row - other.row);
  }

  async #search(fits) {
    const found = [];
    for (let first = 0; first < BUCKETS; first += AT_ONCE) {
      const some = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => this.#bucket(first + index)));
      for (const bucket of some) {
        for (const cti in bucket) if (fits(bucket[cti])) found.push(readRecord(cti, bucket[cti]));
      }
    }
    return found;
  }

  async #hash(name, number) {
    const whole = await crypto.subtle.sign("HMAC", this.meta.hashKeys[name], utf8(number));
    return toHex(new Uint8Array(whole).subarray(0, PACK.hashBytes));
  }

  async #bucket(bucket) {
    const sealed = await this.store.bucket(bucket);
    return sealed ? open(this.keys.sealing, sealed) : {};
  }

  async #useKeys(device) {
    this.keyList = await readKeyList(this.meta.keys, { rootPublic: fromBase64Url(device.rootPublicKey) });
  }
}

/** In force before not yet valid, before ended, before taken back. */
function rank({ status, note }) {
  const taken = PACK.statuses.indexOf(status) * 10;
  return taken + (note.valid_to ? 2 : 0) + (note.valid_from ? 1 : 0);
}
