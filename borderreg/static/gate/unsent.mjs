// What has been sent, with the server's receipt; what has not, as a signed file for a desk with a network.

import { deviceTime, serverNow, skewOf } from "./clock.mjs";
import { clockTime } from "./dates.mjs";
import { t } from "./i18n.mjs";
import { open, sign } from "./keys.mjs";
import { saveFile } from "./save.mjs";

const FORMAT = "borderreg/unsent/1";
const MOST = 500;

/** "Đã gửi 412 / 412 lượt; máy chủ xác nhận lúc 15:04". */
export async function receipt({ header, store }) {
  const { all = 0, waiting, rejected } = header.outbox;
  const last = await store.get("receipt");
  const time = last ? clockTime(last.at) : "–";
  return t("receipt.sent", { n: all - waiting - rejected, all, time });
}

/** Offer the file of everything unsent: batches as POST /events takes them, each signed by this device's key. */
export async function saveUnsent(app) {
  saveFile(await unsentFile(app), `borderreg-${app.device.gate}-${deviceTime().slice(0, 10)}.json`);
}

/** The file's content; `device_time` of a batch belongs to `written_at`, so that its offset does not depend on when it is read. */
export async function unsentFile({ store, keys, device }) {
  const batches = [];
  for (const rows of sameClocks(await store.waiting())) {
    const events = await Promise.all(rows.map(({ sealed }) => open(keys.sealing, sealed)));
    const now = serverNow();
    const body = JSON.stringify({
      device_time: deviceTime(new Date(now - skewOf(rows[0]))),
      written_at: new Date(now).toISOString(),
      live: false,
      events,
    });
    batches.push({ body, signature: await sign(keys.signing, new TextEncoder().encode(body)) });
  }
  return { format: FORMAT, device_id: device.id, gate: device.gate, batches, reports: await signedReports({ store, keys }) };
}

/** Shift reports that the server does not have yet, each signed by this device's key. */
async function signedReports({ store, keys }) {
  const bodies = ((await store.get("reports")) ?? []).map((report) => JSON.stringify(report));
  return Promise.all(bodies.map(async (body) => ({ body, signature: await sign(keys.signing, new TextEncoder().encode(body)) })));
}

function sameClocks(rows) {
  const runs = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last && last.length < MOST && Math.abs(skewOf(last[0]) - skewOf(row)) < 1000) last.push(row);
    else runs.push([row]);
  }
  return runs;
}
