// A gate PIN: 6 to 12 digits. Only a verifier of it is ever kept or sent: PBKDF2-HMAC-SHA-256, as the server makes it.

import { toBase64Url } from "./base64url.mjs";
import { fromBase64Url, same, utf8 } from "./bytes.mjs";

const ITERATIONS = 600_000;
const SALT_BYTES = 16;

/** Whether a text can be a PIN at all. */
export function isPin(text) {
  return /^[0-9]{6,12}$/.test(text);
}

/** Why a PIN may not be chosen ("form" or "weak"), null when it may: as borderreg/domain/gate_pins.py says. */
export function pinProblem(pin) {
  if (!isPin(pin)) return "form";
  const steps = new Set(Array.from(pin.slice(1), (digit, index) => digit - pin[index]));
  const run = steps.size === 1 && (steps.has(1) || steps.has(-1));
  const again = /^(.+?)\1+(.*)$/.exec(pin);
  const repeated = again !== null && again[1].startsWith(again[2]);
  return new Set(pin).size < 3 || run || repeated ? "weak" : null;
}

/** A new verifier of a PIN, as the API takes it. */
export async function newVerifier(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return { salt: toBase64Url(salt), iterations: ITERATIONS, verifier: toBase64Url(await derive(pin, salt, ITERATIONS)) };
}

/** Whether a PIN is the one of a verifier {salt, iterations, verifier}. */
export async function fits(pin, { salt, iterations, verifier }) {
  return same(await derive(pin, fromBase64Url(salt), iterations), fromBase64Url(verifier));
}

async function derive(pin, salt, iterations) {
  const key = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256));
}
