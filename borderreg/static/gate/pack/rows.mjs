// The rows of a pack: 13 bytes a code, 16 of keyed hashes, 8 of details, into records by code, in 256 buckets.

import { toHex } from "../bytes.mjs";
import { PACK } from "../rules/data.mjs";
import { daysAfter } from "../rules/days.mjs";

export const BUCKETS = 256;

/** The bucket of a code, by its first byte: codes are random, so buckets are even. */
export function bucketOf(cti) {
  return Number.parseInt(cti.slice(0, 2), 16);
}

/** The records of a pack by bucket: Map bucket → {cti: [code, second, hashes, details, note]}. */
export function recordsByBucket({ rows, hashes, details, notes }) {
  const { rowBytes, ctiBytes, hashBytes, detailBytes } = PACK;
  const count = rows.length / rowBytes;
  if (!Number.isInteger(count) || hashes.length !== count * 2 * hashBytes) throw new TypeError("rows");
  if (details.length !== count * detailBytes) throw new TypeError("details");
  const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  const buckets = new Map();
  for (let number = 0; number < count; number += 1) {
    const at = number * rowBytes;
    const cti = toHex(rows.subarray(at, at + ctiBytes));
    const found = toHex(hashes.subarray(number * 2 * hashBytes, (number + 1) * 2 * hashBytes));
    const more = toHex(details.subarray(number * detailBytes, (number + 1) * detailBytes));
    const record = [view.getUint8(at + ctiBytes), view.getUint32(at + ctiBytes + 1), found, more];
    if (notes[cti]) record.push(notes[cti]);
    const bucket = bucketOf(cti);
    if (!buckets.has(bucket)) buckets.set(bucket, {});
    buckets.get(bucket)[cti] = record;
  }
  return buckets;
}

/** A record in words: {cti, status, state, byThis, gatePlace, last (ms or null), paperHash, personHash, listKey, row, paperUntil, note}. */
export function readRecord(cti, [code, second, hashes, details, note = {}]) {
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
    listKey: details.slice(0, 2 * PACK.listKeyBytes),
    row: Number.parseInt(details.slice(8, 12), 16),
    paperUntil: daysAfter(PACK.papersBegin, Number.parseInt(details.slice(12), 16)),
    note,
  };
}
