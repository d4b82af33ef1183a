// COSE_Sign1 of format LS1 (RFC 9052): one tag, two header keys, nothing optional, one encoding only.

import { DIGITS } from "../rules/data.mjs";
import { Tag, decode } from "./cbor.mjs";
import { encodeArray } from "./cbor-write.mjs";

const SIGN1 = 18;
const ALG = 1;
const KID = 4;
const SIGNATURE_BYTES = 64;
const AAD = { entry: "borderreg/entry/1", head: "borderreg/head/1" };

/** {alg, kid, protected, payload, signature} of a well-formed message; nothing of it is believed yet. Else null. */
export function parseMessage(bytes) {
  const tagged = decode(bytes);
  if (!(tagged instanceof Tag) || tagged.number !== SIGN1) return null;
  const parts = tagged.value;
  if (!Array.isArray(parts) || parts.length !== 4) return null;
  const [header, unprotected, payload, signature] = parts;
  if (![header, payload, signature].every((part) => part instanceof Uint8Array)) return null;
  if (!(unprotected instanceof Map) || unprotected.size !== 0 || signature.length !== SIGNATURE_BYTES) return null;
  const named = readHeader(header);
  return named && { ...named, protected: header, payload, signature };
}

function readHeader(bytes) {
  const header = decode(bytes);
  if (!(header instanceof Map) || header.size !== 2) return null;
  const [[first, alg], [second, kid]] = header;
  if (first !== ALG || second !== KID) return null;
  const isInteger = typeof alg === "number" || typeof alg === "bigint";
  return isInteger && kid instanceof Uint8Array && kid.length === DIGITS.kidBytes ? { alg, kid } : null;
}

/** What the signature covers: Sig_structure of RFC 9052, 4.4, bound to the kind of code. */
export function toBeSigned(message, kind) {
  const aad = new TextEncoder().encode(AAD[kind]);
  return encodeArray(["Signature1", message.protected, aad, message.payload]);
}
