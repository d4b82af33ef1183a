// "Ready for off-line": what must hold before a shift can go without a network, each of it by itself.

import { clockWrong, serverNow } from "./clock.mjs";

/** [{key, good}]: installed, storage, pack, decoder, camera, clock. */
export async function readiness(app) {
  const [kept, camera, decoder] = await Promise.all([isPersistent(), cameraGranted(), isWarm(app.viewfinder.decoder.ready)]);
  return [
    { key: "installed", good: isInstalled() },
    { key: "storage", good: kept },
    { key: "pack", good: app.pack.age(serverNow()) === "fresh" },
    { key: "decoder", good: decoder },
    { key: "camera", good: camera },
    { key: "clock", good: !clockWrong() },
  ];
}

/** Opened as an app of its own, or at least kept whole by the service worker. */
function isInstalled() {
  return matchMedia("(display-mode: standalone)").matches || Boolean(navigator.serviceWorker?.controller);
}

async function isPersistent() {
  return (await navigator.storage?.persisted?.()) ?? false;
}

async function cameraGranted() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false;
  }
}

/** Whether a promise has been kept by now. */
async function isWarm(promise) {
  const later = new Promise((resolve) => setTimeout(() => resolve(false), 0));
  return Promise.race([promise.then(() => true, () => false), later]);
}
