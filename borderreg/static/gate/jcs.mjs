// JSON Canonicalization Scheme (RFC 8785): the bytes under the hash chain of a device's events.

/** The canonical text of a JSON value; throws a TypeError for what JSON cannot carry. */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) return members(value);
  throw new TypeError(`not a JSON value: ${typeof value}`);
}

function members(value) {
  // Array.prototype.sort compares UTF-16 code units, as section 3.2.3 asks.
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${quoted(name)}:${canonical(value[name])}`).join(",")}}`;
}

function quoted(text) {
  if (!text.isWellFormed()) throw new TypeError("a lone surrogate");
  return JSON.stringify(text);
}

function number(value) {
  if (!Number.isFinite(value)) throw new TypeError("not a finite number");
  return JSON.stringify(value);
}
