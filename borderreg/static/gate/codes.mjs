// What a scanned text is, before anything of it leaves the device.

/** The identity a scanned text carries: {digits}, {card_text} of an identity card, or null for anything else. */
export function identify(text) {
  const bare = text.trim().replace(/^\]Q1/, "");
  if (/^[0-9]{6,520}$/.test(bare)) return { digits: bare };
  if (/^[0-9]{12}\|/.test(bare)) return { card_text: bare };
  return null;
}

/** The number that an identity card's text begins with; null for any other text. */
export function cardNumber(text) {
  return /^([0-9]{12})\|/.exec(text.trim())?.[1] ?? null;
}

/** The token of an enrolment invite, from its address or typed alone; null when it is neither. */
export function inviteToken(text) {
  const fragment = /#enrol=([A-Za-z0-9_-]+)$/.exec(text.trim());
  if (fragment) return fragment[1];
  return /^[A-Za-z0-9_-]{16,}$/.test(text.trim()) ? text.trim() : null;
}

/** A travel document's or identity card's number, normalised; null for a name, four digits or a list number. */
export function documentNumber(text) {
  const bare = text.replaceAll(/\s/g, "").toUpperCase();
  return /^[A-Z]{0,2}[0-9]{6,12}$/.test(bare) ? bare : null;
}
