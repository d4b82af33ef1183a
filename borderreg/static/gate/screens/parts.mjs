// Pieces that several screens share.

import { button, h } from "../dom.mjs";
import { icon } from "../icons.mjs";
import { flag, t } from "../i18n.mjs";

/** The page's one heading; focused when the screen is shown, so that a screen reader starts there. */
export function heading(text, properties = {}) {
  return h("h1", { tabindex: "-1", ...properties }, text);
}

/** The full-width band of a verdict: colour, shape and word. */
export function banner(kind, word, ...more) {
  return h("div", { class: `banner banner--${kind}`, "data-verdict": kind }, icon(kind === "ready" ? "accept" : kind), heading(word), ...more);
}

/** What is remembered with an event without stopping anybody. */
export function flagList(codes) {
  return codes?.length ? h("ul", { class: "flags" }, ...codes.map((code) => h("li", {}, flag(code)))) : null;
}

/** The bar at the bottom, within reach of the thumb. */
export function actions(...buttons) {
  return h("div", { class: "actions" }, ...buttons);
}

/** The one big button of a screen. */
export function primary(label, onclick, properties = {}) {
  return button(label, onclick, { class: "button button--primary", ...properties });
}

export function secondary(label, onclick, properties = {}) {
  return button(label, onclick, { class: "button button--secondary", ...properties });
}

/** Run an act once however often the button is pressed. */
export function once(act) {
  let done = false;
  return (...args) => {
    if (done) return undefined;
    done = true;
    return act(...args);
  };
}

/** A form that never travels by itself: `onsubmit(values)` gets its named fields. */
export function form(onsubmit, ...children) {
  const element = h("form", { class: "form", autocomplete: "off", novalidate: true }, ...children);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    onsubmit(Object.fromEntries(new FormData(element)));
  });
  return element;
}

/** A place for the one thing that is wrong with a form; read out when it appears. */
export function complaint() {
  const element = h("p", { class: "complaint", role: "alert", hidden: true });
  return {
    element,
    show(text) {
      element.textContent = text;
      element.hidden = false;
    },
  };
}

export function backToScan(app) {
  return secondary(t("action.back"), () => app.go("scan"), { "data-key": "Esc" });
}
