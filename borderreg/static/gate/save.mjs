// Giving a file to the person at the device.

import { h } from "./dom.mjs";

/** Offer a JSON document under a name. */
export function saveFile(document_, name) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(document_)], { type: "application/json" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
