// The signed key list: keys that the root vouches for, and revocations that a revocation key added to it.

import { fromBase64Url, fromHex, toHex } from "../bytes.mjs";
import { KEYS } from "../rules/data.mjs";
import { documentHolds, readTime } from "./signed.mjs";

const LIST = "borderreg/keys/1";
const REVOCATION = "borderreg/revocation/1";

/** A key list that is not from the root, older, or no such document: `code` says which. */
export class KeyListRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** {serial, keys} of a document; throws KeyListRefused. `rootPublic` are 32 bytes. */
export async function readKeyList(document, { rootPublic, atLeastSerial = 0 }) {
  if (document?.format !== LIST) throw new KeyListRefused("key_list_malformed");
  const keys = await orRefuse(async () => {
    const holds = await documentHolds(document, { context: `${LIST}\n`, without: ["signature", "revocations"], publicKey: rootPublic });
    if (!holds) throw new KeyListRefused("key_list_signature");
    if (!Number.isSafeInteger(document.serial) || document.serial < 1) throw new TypeError("serial");
    return revoked(document.keys.map(readKey), document.revocations ?? [], document.serial);
  });
  const serial = document.serial + (document.revocations?.length ?? 0);
  if (serial < atLeastSerial) throw new KeyListRefused("key_list_serial");
  return { serial, keys, find: (kid) => keys.filter((key) => key.kid === toHex(kid)) };
}

async function orRefuse(read) {
  try {
    return await read();
  } catch (error) {
    throw error instanceof KeyListRefused ? error : new KeyListRefused("key_list_malformed");
  }
}

function readKey(record) {
  const key = {
    kid: toHex(fromHex(record.kid)),
    alg: record.alg,
    publicKey: fromBase64Url(record.public),
    commune: record.commune,
    notBefore: readTime(record.not_before),
    notAfter: readTime(record.not_after),
    status: record.status,
    use: record.use,
  };
  const known = KEYS.statuses.includes(key.status) && KEYS.uses.includes(key.use);
  if (!known || key.kid.length !== 8 || key.publicKey.length !== 32 || !Number.isInteger(key.alg)) throw new TypeError("key record");
  return key;
}

/** The keys with the statements applied in order; each must be the next in number and hold. */
async function revoked(keys, statements, serial) {
  let known = keys;
  for (const [index, statement] of statements.entries()) {
    if (statement.serial !== serial + 1 + index || !(await isSaid(statement, known))) throw new TypeError("revocation");
    const named = toHex(fromBase64Url(statement.public));
    known = known.map((key) => (toHex(key.publicKey) === named ? { ...key, status: "revoked" } : key));
  }
  return known;
}

async function isSaid(statement, keys) {
  for (const key of keys) {
    const may = key.use === "revocation" && key.status !== "revoked" && key.kid === statement.by;
    if (may && (await documentHolds(statement, { context: `${REVOCATION}\n`, publicKey: key.publicKey }))) return true;
  }
  return false;
}
