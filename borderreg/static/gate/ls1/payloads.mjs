// Payloads of format LS1: exact shapes and types, bounded values.

import { toHex, utf8 } from "../bytes.mjs";
import { PAYLOAD } from "../rules/data.mjs";
import { decode } from "./cbor.mjs";

const CLAIMS = [4, 5, 7, -65537];
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** The payload of an entry or a head of a list as plain facts; null unless it is exactly of its shape. */
export function loadPayload(bytes, kind) {
  const value = decode(bytes);
  return kind === "entry" ? entry(value) : head(value);
}

function entry(claims) {
  if (!(claims instanceof Map) || claims.size !== 4) return null;
  if (![...claims.keys()].every((key, index) => key === CLAIMS[index])) return null;
  const [exp, nbf, cti, facts] = claims.values();
  if (!Array.isArray(facts) || facts.length !== 5) return null;
  const [listNo, row, gates, sealNo, sealed] = facts;
  const holds =
    isInteger(exp, 0, PAYLOAD.seconds) &&
    isInteger(nbf, 0, PAYLOAD.seconds) &&
    isBytes(cti, 8, 8) &&
    isListNo(listNo) &&
    isInteger(row, 1, PAYLOAD.rows) &&
    isInteger(gates, 0, PAYLOAD.gates) &&
    isInteger(sealNo, 1, PAYLOAD.seals) &&
    isBytes(sealed, 1, PAYLOAD.sealed);
  return holds ? { cti: toHex(cti), nbf, exp, listNo, row, gates, sealNo, sealed } : null;
}

function head(parts) {
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [listNo, entries, hash] = parts;
  const holds = isListNo(listNo) && isInteger(entries, 1, PAYLOAD.entries) && isBytes(hash, 32, 32);
  return holds ? { listNo, entries, contentHash: toHex(hash) } : null;
}

/** Composed text without control, bidi and other invisible characters. */
export function isPlainText(text) {
  return text.normalize("NFC") === text && !HIDDEN.test(text);
}

function isInteger(value, least, most) {
  return typeof value === "number" && value >= least && value <= most;
}

function isBytes(value, least, most) {
  return value instanceof Uint8Array && value.length >= least && value.length <= most;
}

function isListNo(value) {
  if (typeof value !== "string") return false;
  const length = utf8(value).length;
  return length >= 1 && length <= PAYLOAD.listNo && isPlainText(value);
}
