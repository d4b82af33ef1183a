// A pack as it arrives: believed only when a pack key of a root-signed key list signed it, for this gate, and no older.

import { fromBase64Url, fromHex } from "../bytes.mjs";
import { readKeyList } from "../ls1/key-list.mjs";
import { documentHolds, readTime } from "../ls1/signed.mjs";

const FORMAT = "borderreg/pack/1";

/** A pack that is not taken: `code` is pack_malformed, pack_signature, pack_serial, pack_gate or pack_base. */
export class PackRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The facts of a pack for this gate, checked; `current` is what the device holds ({serial, keySerial, cursor}) or null. */
export async function readPack(document, { rootPublic, gate, current }) {
  if (document?.format !== FORMAT) throw new PackRefused("pack_malformed");
  const keyList = await readKeyList(document.keys, { rootPublic, atLeastSerial: current?.keySerial ?? 0 });
  await checkSignature(document, keyList);
  if (!Number.isSafeInteger(document.serial) || document.serial < (current?.serial ?? 1)) throw new PackRefused("pack_serial");
  if (document.gate.code !== gate) throw new PackRefused("pack_gate");
  if (document.kind === "delta" && document.base !== current?.cursor) throw new PackRefused("pack_base");
  return {
    whole: document.kind === "full",
    meta: {
      serial: document.serial,
      keySerial: keyList.serial,
      issuedAt: readTime(document.issued_at),
      cursor: document.cursor,
      detailed: true,
      gate: document.gate,
      gates: document.gates,
      keys: document.keys,
      ...(await secrets(document)),
    },
    content: { rows: fromBase64Url(document.rows), hashes: fromBase64Url(document.hashes), details: fromBase64Url(document.details), notes: document.notes },
  };
}

async function checkSignature(document, keyList) {
  const issuedAt = readTime(document.issued_at);
  for (const key of keyList.find(fromHex(document.kid))) {
    const may = key.use === "pack" && key.status !== "revoked" && key.notBefore <= issuedAt && issuedAt < key.notAfter;
    if (may && (await documentHolds(document, { context: `${FORMAT}\n`, publicKey: key.publicKey }))) return;
  }
  throw new PackRefused("pack_signature");
}

/** Seal keys and hash keys as keys that can be used here and never read out again. */
async function secrets({ seals, hash_keys: hashKeys }) {
  const opened = Object.entries(seals).map(async ([number, key]) => [number, await imported(key, "AES-CTR", "decrypt")]);
  const hashing = Object.entries(hashKeys).map(async ([name, key]) => [name, await imported(key, HMAC, "sign")]);
  return { seals: Object.fromEntries(await Promise.all(opened)), hashKeys: Object.fromEntries(await Promise.all(hashing)) };
}

const HMAC = { name: "HMAC", hash: "SHA-256" };

function imported(key, algorithm, use) {
  return crypto.subtle.importKey("raw", fromBase64Url(key), algorithm, false, [use]);
}
