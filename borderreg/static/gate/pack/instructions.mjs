// A stop mark's private instruction travels in the pack sealed to the printed code: whoever has not scanned that
// code cannot open it, this device neither. The server's counterpart is borderreg/crypto/code_bound.py.

import { fromBase64Url, utf8 } from "../bytes.mjs";

const PURPOSE = "borderreg/stop/1\n";
const NONCE_BYTES = 12;

/** The instruction in its own words; null when it was sealed to another code. */
export async function openInstruction(sealed, digits) {
  const bytes = fromBase64Url(sealed);
  const raw = await crypto.subtle.digest("SHA-256", utf8(PURPOSE + digits));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes.subarray(0, NONCE_BYTES), additionalData: utf8(PURPOSE) };
  try {
    const plain = await crypto.subtle.decrypt(how, key, bytes.subarray(NONCE_BYTES));
    return new TextDecoder().decode(plain).replace(/\0+$/, "");
  } catch {
    return null;
  }
}
