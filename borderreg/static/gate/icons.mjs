// One shape a verdict, so that it is known without its colour: circle and tick, triangle, octagon, square.

import { svg } from "./dom.mjs";

const SHAPES = {
  accept: ["M24 3a21 21 0 1 0 0 42 21 21 0 0 0 0-42z", "M13 25l8 8 15-17"],
  check: ["M24 4L46 43H2z", "M24 17v13M24 36v1"],
  refuse: ["M15 3h18l12 12v18L33 45H15L3 33V15z", "M16 16l16 16M32 16L16 32"],
  unreadable: ["M4 4h40v40H4z", "M17 18c0-9 14-9 14 0 0 6-7 6-7 12M24 36v1"],
  waiting: ["M4 4h40v40H4z", "M24 12v13l8 6"],
};

/** The shape of a verdict class, or of `waiting`; decorative beside its word. */
export function icon(name) {
  const [shape, mark] = SHAPES[name];
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 48 48", "aria-hidden": "true", focusable: "false" },
    svg("path", { class: "icon__shape", d: shape }),
    svg("path", { class: "icon__mark", d: mark }),
  );
}
