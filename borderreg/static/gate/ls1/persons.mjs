// The sealed part of a code: what an officer compares. It opens with a seal key of the pack, and only shown when
// the code's signature holds.

import { fromHex, utf8 } from "../bytes.mjs";
import { PAYLOAD } from "../rules/data.mjs";
import { decode } from "./cbor.mjs";
import { isPlainText } from "./payloads.mjs";

const SEXES = ["M", "F"];

/** The person {name, birth, sex, idLast4} of a payload, opened with a key of `seals` (number → CryptoKey); else null. */
export async function openPerson({ sealed, cti, sealNo }, seals) {
  const key = seals?.[sealNo];
  if (!key) return null;
  const counter = new Uint8Array(16);
  counter.set(fromHex(cti));
  const plain = await crypto.subtle.decrypt({ name: "AES-CTR", counter, length: 64 }, key, sealed);
  return readPerson(new Uint8Array(plain));
}

function readPerson(bytes) {
  const parts = decode(bytes);
  if (!Array.isArray(parts) || parts.length !== 4) return null;
  const [name, born, sex, idLast4] = parts;
  const holds =
    isName(name) && typeof born === "string" && /^(?:[0-9]{4}|[0-9]{8})$/.test(born) && (sex === 0 || sex === 1) && isLast4(idLast4);
  return holds ? { name, birth: dashed(born), sex: SEXES[sex], idLast4 } : null;
}

function isName(name) {
  return typeof name === "string" && name.length > 0 && utf8(name).length <= PAYLOAD.name && isPlainText(name);
}

function isLast4(text) {
  return typeof text === "string" && /^[0-9]{4}$/.test(text);
}

function dashed(birth) {
  return birth.length === 8 ? `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}` : birth;
}
