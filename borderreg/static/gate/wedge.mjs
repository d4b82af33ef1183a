// A keyboard scanner types digits faster than a hand. They are taken before any field sees them, wherever the focus is.
// Physical keys are read, so that a Vietnamese input method cannot change them; what it wrote into a field is taken out.

const SILENCE = 100;
const FASTEST_HAND = 300; // milliseconds that a hand needs at least for the shortest scan
const SHORTEST = 6;
const LONGEST = 600;

export class Wedge {
  /** `onScan(digits)` for a scan; `onKey(digit)` for one digit pressed alone outside a field. */
  constructor({ onScan, onKey }) {
    Object.assign(this, { onScan, onKey, digits: "", timer: 0, field: null, before: "", began: 0 });
    addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
  }

  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const digit = digitOf(event);
    if (digit !== null) this.#digit(event, digit);
    else if (isEnter(event) && this.digits.length >= SHORTEST) {
      swallow(event);
      this.#finish();
    } else if (event.key !== "Shift") this.#drop();
  }

  #digit(event, digit) {
    if (!this.digits) this.#begin(event);
    if (this.digits.length < LONGEST) this.digits += digit;
    if (this.field && this.digits.length === SHORTEST && event.timeStamp - this.began > FASTEST_HAND) return this.#drop();
    if (!this.field || this.digits.length >= SHORTEST) swallow(event);
    if (this.field && this.digits.length === SHORTEST) this.#giveBack();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#finish(), SILENCE);
    return undefined;
  }

  #begin({ target, timeStamp }) {
    this.began = timeStamp;
    this.field = target.matches?.("input, textarea, select") ? target : null;
    this.before = this.field?.value ?? "";
  }

  /** Take out of the field what the scanner had already typed into it. */
  #giveBack() {
    this.field.value = this.before;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #finish() {
    const { digits, field, before } = this;
    if (field && digits.length >= SHORTEST && field.value !== before) this.#giveBack();
    this.#drop();
    if (digits.length >= SHORTEST) this.onScan(digits);
    else if (digits.length === 1 && !field) this.onKey(digits);
  }

  #drop() {
    clearTimeout(this.timer);
    this.digits = "";
    this.field = null;
    this.before = "";
  }
}

function isEnter({ key, code }) {
  return key === "Enter" || code === "Enter" || code === "NumpadEnter";
}

function digitOf(event) {
  const physical = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  if (physical) return physical[1];
  return !event.code && /^[0-9]$/.test(event.key) ? event.key : null;
}

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
