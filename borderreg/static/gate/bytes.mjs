// Bytes as hex, base64url and UTF-8, strictly: what does not round-trip is null or throws.

const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const UTF8 = new TextEncoder();

/** Bytes as lower-case hex. */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lower-case hex as bytes; throws a TypeError for anything else. */
export function fromHex(text) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) throw new TypeError("hex");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Base64url without padding as bytes; throws a TypeError for anything else. */
export function fromBase64Url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) throw new TypeError("base64url");
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** UTF-8 of a text. */
export function utf8(text) {
  return UTF8.encode(text);
}

/** The text of UTF-8 bytes; throws a TypeError when they are none. */
export function fromUtf8(bytes) {
  return TEXT.decode(bytes);
}

/** Bytes one after the other. */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two byte strings are the same. */
export function same(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
