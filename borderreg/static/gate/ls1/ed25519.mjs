// Ed25519: the browser's own where a test vector shows that it is there and right, else noble-ed25519.

import { fromHex, toHex } from "../bytes.mjs";

const KEPT = 512;
// RFC 8032, 7.1, test 2; the same with one bit changed must not hold.
const VECTOR = {
  key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  message: "72",
  signature:
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
};

const keys = new Map();
let way = null;

/** Whether a signature of 64 bytes over a message holds under a public key of 32 bytes. */
export async function verifies(publicKey, signature, message) {
  way ??= choose();
  return (await way)(publicKey, signature, message);
}

async function choose() {
  return (await isRight(native)) ? native : noble;
}

async function isRight(verify) {
  const [key, message, signature] = [VECTOR.key, VECTOR.message, VECTOR.signature].map(fromHex);
  const wrong = Uint8Array.from(signature, (byte, index) => (index === 0 ? byte ^ 1 : byte));
  return (await verify(key, signature, message)) && !(await verify(key, wrong, message));
}

async function native(publicKey, signature, message) {
  try {
    return await crypto.subtle.verify("Ed25519", await imported(publicKey), signature, message);
  } catch {
    return false;
  }
}

function imported(publicKey) {
  const name = toHex(publicKey);
  if (!keys.has(name)) {
    if (keys.size >= KEPT) keys.clear();
    keys.set(name, crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]));
  }
  return keys.get(name);
}

/** The vendored way; RFC 8032's rules, not the looser ones of ZIP 215. */
export async function noble(publicKey, signature, message) {
  const { verifyAsync } = await import("../../vendor/noble-ed25519/index.js");
  try {
    return await verifyAsync(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
