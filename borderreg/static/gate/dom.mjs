// Elements are built from text nodes and attributes only: nothing that comes from a code or the server is ever markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, `onevent` listeners and children; false, null and undefined are left out. */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

/** A button that says what it does. */
export function button(label, onclick, properties = {}) {
  return h("button", { type: "button", class: "button", onclick, ...properties }, label);
}

/** A labelled field; the label is always visible. */
export function field(label, properties, hint = "") {
  const input = h(properties.tag ?? "input", { class: "field__input", ...properties, tag: null });
  const hintId = `${properties.id}-hint`;
  if (hint) input.setAttribute("aria-describedby", hintId);
  return h(
    "div",
    { class: "field" },
    h("label", { class: "field__label", for: properties.id }, label),
    hint && h("p", { class: "field__hint", id: hintId }, hint),
    input,
  );
}

function filled(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}
