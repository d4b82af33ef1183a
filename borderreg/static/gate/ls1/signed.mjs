// Signed JSON documents: a line of context and the RFC 8785 form of all members but those named.

import { fromBase64Url, utf8 } from "../bytes.mjs";
import { canonical } from "../jcs.mjs";
import { verifies } from "./ed25519.mjs";

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** Whether the member `signature` of a document holds under a public key. */
export async function documentHolds(document, { context, without = ["signature"], publicKey }) {
  const signed = Object.fromEntries(Object.entries(document).filter(([name]) => !without.includes(name)));
  return verifies(publicKey, fromBase64Url(document.signature), utf8(context + canonical(signed)));
}

/** A time of a signed document in milliseconds; throws a TypeError for any other way to write it. */
export function readTime(text) {
  const at = typeof text === "string" && TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new TypeError("time");
  return at;
}
