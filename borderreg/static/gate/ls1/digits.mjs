// The digits of a code: length, characters, prefix, sentinel, and that there is only one way to spell it.

import { fromHex } from "../bytes.mjs";
import { DIGITS } from "../rules/data.mjs";

const AROUND = /^[ \t\r\n\v\f]+|[ \t\r\n\v\f]+$/g;
const AIM = "]Q1";
const PREFIX_LENGTH = 5;
const ALPHABET = /^[0-9]{6,520}$/;

/** {digits, kind, reason}: the bare digits, the kind that the prefix names, and why they go no further. */
export function readPrefix(text, expect) {
  const stripped = text.replaceAll(AROUND, "");
  const digits = stripped.startsWith(AIM) ? stripped.slice(AIM.length) : stripped;
  if (isLonger(digits, DIGITS.most)) return { digits: "", kind: null, reason: "too_long" };
  if (!ALPHABET.test(digits)) {
    const ours = Object.values(DIGITS.prefixes).some((prefix) => digits.startsWith(prefix));
    return { digits: "", kind: null, reason: ours ? "malformed" : "not_ours" };
  }
  if (!digits.startsWith(DIGITS.country)) return { digits: "", kind: null, reason: "not_ours" };
  const kind = DIGITS.kinds[digits[2]] ?? null;
  if (kind !== expect) return { digits, kind, reason: "wrong_kind" };
  if (digits.slice(3, 5) !== DIGITS.version) return { digits, kind, reason: "unsupported_version" };
  return { digits, kind, reason: null };
}

/** Whether a text has more characters than that; a text of a megabyte is not counted through. */
function isLonger(text, most) {
  if (text.length <= most) return false;
  return text.length > 2 * most || Array.from(text).length > most;
}

/** The bytes that the digits after the prefix spell; null unless spelt in the only way. */
export function toCose(digits) {
  const body = digits.slice(PREFIX_LENGTH);
  const number = BigInt(body);
  if (number.toString() !== body) return null;
  const hex = number.toString(16);
  const bytes = fromHex(hex.length % 2 ? `0${hex}` : hex);
  return bytes[0] === DIGITS.sentinel ? bytes.slice(1) : null;
}
