// The device's second key: what is sealed to it can be read here and nowhere else (ECDH-ES on P-256, HKDF, AES-GCM).

import { fromBase64Url, utf8 } from "./bytes.mjs";

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** Make the pair; its private half cannot be exported. */
export function makeExchange() {
  return crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
}

/** The bytes of a box {epk, iv, data} made for `boundTo`; throws for any other. */
export async function openBox(pair, { epk, iv, data }, boundTo) {
  const theirs = await crypto.subtle.importKey("raw", fromBase64Url(epk), CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = utf8(boundTo);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const key = await crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64Url(iv), additionalData: info }, key, fromBase64Url(data));
  return new Uint8Array(plain);
}
