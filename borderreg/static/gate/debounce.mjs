// A code that was recorded a moment ago and is scanned again means the same passage: the hand was slow, nobody else came.

const SAME_HAND = 3000;

let last = { text: "", at: Number.NEGATIVE_INFINITY };

/** A crossing was recorded for this code. */
export function taken(text, at = performance.now()) {
  last = { text, at };
}

/** Whether a crossing was recorded for this code within three seconds. */
export function isRepeated(text, at = performance.now()) {
  return Boolean(text) && last.text === text && at - last.at < SAME_HAND;
}
