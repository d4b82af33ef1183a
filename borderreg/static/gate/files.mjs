// A phone on a closed network: enrolment, packs and keys by files that a desk made; what is secret only it can open.

import { fromUtf8 } from "./bytes.mjs";
import { makeExchange, openBox } from "./exchange.mjs";
import { makeKeys, publicJwk, sign } from "./keys.mjs";
import { takePack } from "./pack/refresh.mjs";

const INVITE = "borderreg/invite/1";
const REQUEST = "borderreg/enrol/1";
const ENROLLED = "borderreg/enrolled/1";
const PACK = "borderreg/pack-file/1";
const KEYS = "borderreg/keys/1";

/** A file that cannot be taken: `code` is file_unknown, file_other_device, file_not_expected or what a pack says. */
export class FileRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Do what a file is for; gives "request" with a file to save, "enrolled", "pack" or "keys". */
export async function takeFile(app, text, name) {
  const file = parsed(text);
  if (file.format === INVITE) return { done: "request", save: await makeRequest(app, file, name) };
  if (file.format === ENROLLED) return enrolled(app, file);
  if (file.format === PACK) return pack(app, file);
  if (file.format === KEYS) return keys(app, file);
  throw new FileRefused("file_unknown");
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new FileRefused("file_unknown");
  }
}

/** Make the keys, keep them until the desk answers, and give the signed request. */
async function makeRequest(app, { token }, name) {
  if (app.device) throw new FileRefused("file_not_expected");
  const made = { ...(await makeKeys()), exchange: await makeExchange() };
  await app.store.put({ pending: made });
  const asked = { token, public_key: await publicJwk(made.signing), exchange_key: await publicJwk(made.exchange), name, app_version: app.version };
  const body = JSON.stringify(asked);
  return { format: REQUEST, body, signature: await sign(made.signing, new TextEncoder().encode(body)) };
}

async function enrolled(app, { box }) {
  const pending = await app.store.get("pending");
  if (app.device || !pending) throw new FileRefused("file_not_expected");
  const answer = await opened(pending.exchange, box, ENROLLED);
  const { device_id: id, api_token: apiToken, gate, gate_name: gateName, root_public_key: rootPublicKey } = answer;
  const device = { id, apiToken, gate, gateName, rootPublicKey };
  await navigator.storage?.persist?.();
  await app.store.put({ device, ...pending });
  await app.store.forget("pending");
  Object.assign(app.keys, pending);
  app.device = app.api.device = device;
  return { done: "enrolled" };
}

async function pack(app, { device_id: id, box }) {
  if (!app.device || id !== app.device.id) throw new FileRefused("file_other_device");
  await takePack(app, await opened(app.keys.exchange, box, `${PACK} ${id}`));
  return { done: "pack" };
}

/** A newer key list alone: a key may have been revoked since the pack. */
async function keys(app, list) {
  if (!app.pack.meta) throw new FileRefused("file_not_expected");
  await app.pack.takeKeys(list, app.device);
  return { done: "keys" };
}

async function opened(pair, box, boundTo) {
  try {
    return JSON.parse(fromUtf8(await openBox(pair, box, boundTo)));
  } catch {
    throw new FileRefused("file_other_device");
  }
}
