// The device's own keys, made here and never extractable: P-256 signs batches, AES-GCM seals what waits on the device.

import { toBase64Url } from "./base64url.mjs";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** Make the signing pair and the sealing key of a new device. */
export async function makeKeys() {
  const signing = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const sealing = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return { signing, sealing };
}

/** The public key as the JWK that enrolment sends. */
export async function publicJwk(pair) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { kty, crv, x, y };
}

/** The signature (r‖s, base64url) over raw bytes. */
export async function sign(pair, bytes) {
  return toBase64Url(await crypto.subtle.sign(SIGNATURE, pair.privateKey, bytes));
}

/** SHA-256 of a text in UTF-8, base64url. */
export async function sha256(text) {
  return toBase64Url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Seal a JSON value for storage. */
export async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

/** Open what `seal` made. */
export async function open(key, { iv, bytes }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes)));
}
