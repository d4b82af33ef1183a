// "Ready for off-line": what holds, what does not, and what to do about it.

import { h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { readiness } from "../ready.mjs";
import { actions, heading, once, primary, secondary } from "./parts.mjs";

export function ready(app) {
  const list = h("ul", { class: "ready", "aria-live": "polite" }, h("li", {}, t("ready.looking")));
  fill(app, list);
  const again = once(() => prepare(app).then(() => app.go("ready")));
  return {
    nodes: [
      heading(t("ready.title")),
      list,
      actions(primary(t("ready.prepare"), again), secondary(t("action.back"), () => app.go(app.shift ? "menu" : "signIn"), { "data-key": "Esc" })),
    ],
    keys: { Escape: () => app.go(app.shift ? "menu" : "signIn") },
  };
}

async function fill(app, list) {
  const found = await readiness(app);
  const good = found.every((one) => one.good);
  list.replaceChildren(h("li", { class: `ready__all ready__all--${good}` }, t(good ? "ready.all" : "ready.not_all")), ...found.map(line));
}

function line({ key, good }) {
  return h(
    "li",
    { class: `ready__line ready__line--${good}`, "data-ready": key, "data-good": String(good) },
    h("strong", {}, `${t(`ready.${key}`)}: ${t(good ? "ready.good" : "ready.bad")}`),
    !good && h("p", {}, t(`ready.${key}_how`)),
  );
}

/** Ask for what only a person's touch may ask for, and fetch a pack. */
async function prepare(app) {
  await navigator.storage?.persist?.();
  await app.viewfinder.start(() => {}).catch(() => {});
  app.viewfinder.close();
  await app.refresh.now();
}
