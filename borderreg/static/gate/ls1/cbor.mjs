// Deterministic CBOR (RFC 8949, 4.2) and nothing else: one encoding of a value, so what decodes is canonical.
// Integers, bytes, texts, arrays, maps and one tag; a float, a simple value, an indefinite length: no CBOR of ours.

import { fromUtf8 } from "../bytes.mjs";

const DEPTH = 4;
const WIDTHS = { 24: 1, 25: 2, 26: 4, 27: 8 };
const LEAST = { 24: 24n, 25: 0x100n, 26: 0x10000n, 27: 0x100000000n };

/** A tag with its one value. */
export class Tag {
  constructor(number, value) {
    Object.assign(this, { number, value });
  }
}

class Malformed extends Error {}

/** The value that these bytes spell in the only way; undefined when they do not. Large integers are BigInt. */
export function decode(bytes) {
  const reader = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  try {
    const value = item(reader, 0);
    return reader.at === bytes.length ? value : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function item(reader, depth) {
  if (depth > DEPTH) throw new Malformed("depth");
  const first = take(reader, 1)[0];
  const count = argument(reader, first & 31);
  const read = MAJOR[first >> 5];
  if (!read) throw new Malformed("major type");
  return read(reader, count, depth);
}

const MAJOR = [
  (_, count) => plain(count),
  (_, count) => plain(-1n - count),
  (reader, count) => take(reader, length(count)),
  (reader, count) => text(take(reader, length(count))),
  (reader, count, depth) => Array.from({ length: bounded(reader, count) }, () => item(reader, depth + 1)),
  (reader, count, depth) => map(reader, bounded(reader, count), depth),
  (reader, count, depth) => new Tag(plain(count), item(reader, depth + 1)),
];

/** The number after the first byte, only in its shortest form. */
function argument(reader, short) {
  if (short < 24) return BigInt(short);
  const width = WIDTHS[short];
  if (!width) throw new Malformed("length");
  const value = take(reader, width).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (value < LEAST[short]) throw new Malformed("not the shortest form");
  return value;
}

function take(reader, count) {
  if (reader.at + count > reader.bytes.length) throw new Malformed("too short");
  reader.at += count;
  return reader.bytes.slice(reader.at - count, reader.at);
}

function plain(value) {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function length(count) {
  if (count > 0xffffn) throw new Malformed("length");
  return Number(count);
}

/** Every element takes at least a byte: more of them than bytes are left cannot be. */
function bounded(reader, count) {
  if (count > BigInt(reader.bytes.length - reader.at)) throw new Malformed("too short");
  return Number(count);
}

function text(bytes) {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new Malformed("utf-8");
  }
}

/** Keys stay in the order in which they stand: the caller says which order is right. */
function map(reader, count, depth) {
  const members = new Map();
  for (let number = 0; number < count; number += 1) {
    const key = item(reader, depth + 1);
    if (typeof key === "object" || members.has(key)) throw new Malformed("key");
    members.set(key, item(reader, depth + 1));
  }
  return members;
}
