// The same code twice within three seconds is the same hand, not a second person.

const SAME_HAND = 3000;

let last = { text: "", at: Number.NEGATIVE_INFINITY };

/** Whether this code was taken a moment ago; it counts as taken from now on. */
export function isRepeated(text, at = performance.now()) {
  const repeated = Boolean(text) && last.text === text && at - last.at < SAME_HAND;
  last = { text, at: repeated ? last.at : at };
  return repeated;
}

/** A crossing was recorded for this code: a scanner that fires again now means the same passage. */
export function taken(text, at = performance.now()) {
  last = { text, at };
}
