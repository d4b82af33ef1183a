// The strict verifier of format LS1: digits in, a reading out. The order is that of borderreg/ls1/reading.py:
// length and characters, prefix, sentinel, one encoding only, shape, key known, the key's status, period and use,
// its algorithm, signature, dates. Nothing of the payload leaves here before the signature holds.

import { KEYS } from "../rules/data.mjs";
import { parseMessage, toBeSigned } from "./cose.mjs";
import { readPrefix, toCose } from "./digits.mjs";
import { verifies } from "./ed25519.mjs";
import { loadPayload } from "./payloads.mjs";

const USE = { entry: "entry", head: "list" };

/** {reasons, kind, payload, key}: what the digits say at an instant (ms) against a key list; `payload` only when it holds. */
export async function readDigits(text, { at, keys, expect = "entry" }) {
  const { digits, kind, reason } = readPrefix(text, expect);
  if (reason) return unread([reason], kind);
  const cose = toCose(digits);
  const message = cose && parseMessage(cose);
  const payload = message && loadPayload(message.payload, expect);
  if (!payload) return unread(["malformed"], kind);
  const candidates = keys.find(message.kid);
  if (!candidates.length) return unread(["unknown_key"], kind);
  return weigh({ message, payload, candidates, kind: expect, at });
}

function unread(reasons, kind) {
  return { reasons, kind, payload: null, key: null };
}

async function weigh({ message, payload, candidates, kind, at }) {
  const key = await signer(message, candidates, kind);
  if (!key) {
    const near = candidates.find(({ alg }) => alg === message.alg) ?? candidates[0];
    return unread([...keyReasons(near, kind, at), agrees(message, near) ? "bad_signature" : "alg_mismatch"], kind);
  }
  const reasons = keyReasons(key, kind, at);
  if (reasons.includes("key_wrong_use") || reasons.includes("specimen")) return unread(reasons, kind);
  return { reasons: kind === "entry" ? [...reasons, ...dateReasons(payload, key, at)] : reasons, kind, payload, key };
}

/** The first candidate under which the signature holds: two keys may share an id by accident. */
async function signer(message, candidates, kind) {
  const signed = toBeSigned(message, kind);
  for (const key of candidates) {
    if (agrees(message, key) && (await verifies(key.publicKey, message.signature, signed))) return key;
  }
  return null;
}

function agrees(message, key) {
  return message.alg === key.alg && key.alg === KEYS.ed25519;
}

function keyReasons(key, kind, at) {
  const reasons = [];
  if (key.status === "revoked") reasons.push("key_revoked");
  if (at < key.notBefore) reasons.push("key_not_valid");
  else if (at >= key.notAfter) reasons.push("key_expired");
  if (key.use === "specimen") reasons.unshift("specimen");
  else if (key.use !== USE[kind]) reasons.push("key_wrong_use");
  return reasons;
}

function dateReasons({ nbf, exp }, key, at) {
  const reasons = [];
  const seconds = at / 1000;
  if (exp <= nbf || exp > key.notAfter / 1000) reasons.push("bad_dates");
  if (seconds < nbf) reasons.push("not_yet_valid");
  else if (seconds >= exp) reasons.push("expired");
  return reasons;
}
