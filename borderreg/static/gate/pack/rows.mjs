// The rows of a pack: 13 bytes a code and 16 of keyed hashes, into records by code, in 256 buckets.

import { toHex } from "../bytes.mjs";
import { PACK } from "../rules/data.mjs";

export const BUCKETS = 256;

/** The bucket of a code, by its first byte: codes are random, so buckets are even. */
export function bucketOf(cti) {
  return Number.parseInt(cti.slice(0, 2), 16);
}

/** The records of a pack by bucket: Map bucket → {cti: [code, second, hashes, note]}. */
export function recordsByBucket({ rows, hashes, notes }) {
  const { rowBytes, ctiBytes, hashBytes } = PACK;
  const count = rows.length / rowBytes;
  if (!Number.isInteger(count) || hashes.length !== count * 2 * hashBytes) throw new TypeError("rows");
  const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  const buckets = new Map();
  for (let number = 0; number < count; number += 1) {
    const at = number * rowBytes;
    const cti = toHex(rows.subarray(at, at + ctiBytes));
    const found = toHex(hashes.subarray(number * 2 * hashBytes, (number + 1) * 2 * hashBytes));
    const record = [view.getUint8(at + ctiBytes), view.getUint32(at + ctiBytes + 1), found];
    if (notes[cti]) record.push(notes[cti]);
    const bucket = bucketOf(cti);
    if (!buckets.has(bucket)) buckets.set(bucket, {});
    buckets.get(bucket)[cti] = record;
  }
  return buckets;
}

/** A record in words: {cti, status, state, byThis, gatePlace, last (ms or null), paperHash, personHash, note}. */
export function readRecord(cti, [code, second, hashes, note = {}]) {
  const situation = Math.floor(code / PACK.gatePlaces);
  const state = PACK.states[situation % PACK.states.length];
  return {
    cti,
    status: PACK.statuses[Math.floor(situation / PACK.states.length)],
    state: state.replace("_otherwise", ""),
    byThis: !state.endsWith("_otherwise"),
    gatePlace: code % PACK.gatePlaces,
    last: second ? second * 1000 : null,
    paperHash: hashes.slice(0, 2 * PACK.hashBytes),
    personHash: hashes.slice(2 * PACK.hashBytes),
    note,
  };
}
