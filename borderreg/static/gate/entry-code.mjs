// The entry code: Crockford base32 of the 8-byte cti, 13 characters, and a Luhn mod 32 check character, 4-4-4-2.

import { fromHex } from "./bytes.mjs";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const READ_AS = { O: "0", I: "1", L: "1" };
export const LENGTH = 14;

/** What a person typed, as plain code characters: case, spaces, hyphens and Vietnamese marks do not matter. */
export function plain(text) {
  return Array.from(text.normalize("NFD").toUpperCase())
    .map((letter) => READ_AS[letter] ?? letter)
    .filter((letter) => ALPHABET.includes(letter))
    .join("")
    .slice(0, LENGTH);
}

/** The code in groups 4-4-4-2, as far as it is typed. */
export function grouped(text) {
  return plain(text).match(/.{1,4}/g)?.join("-") ?? "";
}

/** Whether the code is complete and its check character holds. */
export function holds(text) {
  const code = plain(text);
  // 13 characters carry 65 bits: the first may only use 4 of its 5.
  return code.length === LENGTH && ALPHABET.indexOf(code[0]) < 16 && checkCharacter(code.slice(0, -1)) === code.at(-1);
}

/** The 8 bytes that a complete code names. */
export function ctiOf(text) {
  const number = Array.from(plain(text).slice(0, -1)).reduce((sum, letter) => sum * 32n + BigInt(ALPHABET.indexOf(letter)), 0n);
  return fromHex(number.toString(16).padStart(16, "0").slice(-16));
}

/** The code of 16 hex digits, without its groups. */
export function ofCti(hex) {
  const number = BigInt(`0x${hex}`);
  const body = Array.from({ length: LENGTH - 1 }, (_, index) => ALPHABET[Number((number >> BigInt(5 * (LENGTH - 2 - index))) & 31n)]).join("");
  return body + checkCharacter(body);
}

function checkCharacter(body) {
  let sum = 0;
  let factor = 2;
  for (const letter of Array.from(body).reverse()) {
    const product = ALPHABET.indexOf(letter) * factor;
    sum += Math.floor(product / 32) + (product % 32);
    factor = 3 - factor;
  }
  return ALPHABET[(32 - (sum % 32)) % 32];
}
