// Texts come from the server's catalogue, so that one place translates the whole product.

let catalogue = { language: "vi", messages: {}, reasons: {}, flags: {}, classes: {}, papers: {}, communes: {} };

const KEY = "borderreg-gate-language";

/** The language chosen on this device: vi unless said otherwise. */
export function language() {
  return localStorage.getItem(KEY) ?? "vi";
}

/** Load the catalogue of one language and remember the choice on this device. */
export async function loadLanguage(code) {
  const response = await fetch(`/gate/strings/${encodeURIComponent(code)}.json`, { credentials: "omit" });
  if (!response.ok) throw new Error(`catalogue ${code}: ${response.status}`);
  catalogue = await response.json();
  localStorage.setItem(KEY, code);
  document.documentElement.lang = code;
}

/** The text of a message key, with {names} filled in. */
export function t(key, values = {}) {
  const text = catalogue.messages[key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether the catalogue has this key. */
export function known(key) {
  return Object.hasOwn(catalogue.messages, key);
}

/** The texts of a reason: {label, solution, vi, zh}; vi and zh are the sentence to say to the person. */
export function reason(code) {
  return catalogue.reasons[code] ?? { label: code, solution: "", vi: "", zh: "" };
}

/** The text of a flag. */
export function flag(code) {
  return catalogue.flags[code] ?? code;
}

/** The word of a verdict class. */
export function className(code) {
  return catalogue.classes[code] ?? code;
}

/** The name of a kind of travel document. */
export function paper(code) {
  return catalogue.papers[code] ?? code;
}

/** The communes of the province as {code: name}. */
export function communes() {
  return catalogue.communes ?? {};
}
