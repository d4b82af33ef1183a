// The page as an app: its service worker keeps the shell, so that it opens without a network.

const WORKER = "/gate/sw.js";

/** Register the worker; without one the page works as long as there is a network. */
export async function installShell() {
  try {
    await navigator.serviceWorker?.register(WORKER, { scope: "/gate/", updateViaCache: "none" });
  } catch (error) {
    console.warn("service worker", error);
  }
}
