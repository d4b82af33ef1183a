// One code counts when two consecutive frames show it and nothing else: never the neighbour's line, never a flicker.

const GONE_AFTER = 6;

export class Steady {
  constructor() {
    this.previous = null;
    this.settled = null;
    this.absent = 0;
  }

  /** Judge one frame's symbols: {state: "none" | "two_codes" | "seen" | "found" | "same", text}. */
  feed(symbols) {
    const places = distinct(symbols);
    const text = places.length === 1 ? places[0].text : null;
    this.#age(symbols);
    const before = this.previous;
    this.previous = text;
    if (places.length > 1) return { state: "two_codes" };
    if (text === null) return { state: "none" };
    if (text === this.settled) return { state: "same", text };
    if (text !== before) return { state: "seen", text };
    this.settled = text;
    this.absent = 0;
    return { state: "found", text };
  }

  /** Let the settled code be found again without leaving the frame first. */
  forget() {
    this.previous = null;
    this.settled = null;
  }

  #age(symbols) {
    this.absent = symbols.some(({ text }) => text !== null && text === this.settled) ? 0 : this.absent + 1;
    if (this.absent >= GONE_AFTER) this.settled = null;
  }
}

/** Symbols at different places; an undecodable finding on top of a decoded code is that code. */
function distinct(symbols) {
  const decoded = symbols.filter(({ text }) => text !== null);
  const others = symbols.filter(({ text, corners }) => text === null && !decoded.some((code) => covers(code, corners)));
  return [...decoded, ...others];
}

function covers({ corners }, others) {
  const span = (list, axis) => [Math.min(...list.map((c) => c[axis])), Math.max(...list.map((c) => c[axis]))];
  return [0, 1].every((axis) => {
    const [low, high] = span(corners, axis);
    const [from, to] = span(others, axis);
    return (from + to) / 2 >= low && (from + to) / 2 <= high;
  });
}
