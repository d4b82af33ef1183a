// What a signature covers, written in deterministic CBOR: only texts and byte strings in one array.

import { joined, utf8 } from "../bytes.mjs";

const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;

/** An array of texts and byte strings. */
export function encodeArray(parts) {
  return joined(head(ARRAY, parts.length), ...parts.map(encodePart));
}

function encodePart(part) {
  const bytes = typeof part === "string" ? utf8(part) : part;
  return joined(head(typeof part === "string" ? TEXT : BYTES, bytes.length), bytes);
}

function head(major, count) {
  if (count < 24) return Uint8Array.of((major << 5) | count);
  if (count < 0x100) return Uint8Array.of((major << 5) | 24, count);
  return Uint8Array.of((major << 5) | 25, count >> 8, count & 255);
}
