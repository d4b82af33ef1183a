// The service worker of the gate page. SHELL = {version, files} stands before it, written by the server: every file
// of the page by address, and a hash over all of them. A version is kept whole or not at all, and one start of the
// page never mixes two. Nothing else is ever kept: no answer of the API, nothing of a person.

const CACHE = `borderreg-gate-${SHELL.version}`;

addEventListener("install", (event) => event.waitUntil(keepShell()));
addEventListener("activate", (event) => event.waitUntil(dropOldShells()));
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || !SHELL.files.includes(pathname)) return;
  event.respondWith(fromShell(pathname, event.request));
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.files.map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
}

/** A new version takes over when no page of the old one is open; the very first one takes the open page at once. */
async function dropOldShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("borderreg-gate-") && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

async function fromShell(pathname, request) {
  const kept = await (await caches.open(CACHE)).match(pathname);
  return kept ?? fetch(request);
}
