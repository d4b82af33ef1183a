// What the officer must always see: gate, officer, direction, connection, time offset, events waiting.

import { clockOffset, serverNow } from "./clock.mjs";
import { h } from "./dom.mjs";
import { gateNotice } from "./hours.mjs";
import { t } from "./i18n.mjs";
import { ageInWords } from "./pack/words.mjs";

const TOLERATED = 2000; // an HTTP date has whole seconds

export class Header {
  constructor(element) {
    this.element = element;
    this.connection = navigator.onLine ? "online" : "offline";
    this.outbox = { waiting: 0, oldest: null, rejected: 0 };
  }

  /** Take in a change of connection or outbox, and show it. */
  note(app, change) {
    Object.assign(this, change);
    this.show(app);
  }

  /** Draw again for the device and shift of the app. */
  show({ device, shift, pack, group }) {
    this.element.replaceChildren(
      h(
        "div",
        { class: "bar" },
        h("span", { class: "bar__gate" }, device?.gateName ?? device?.gate ?? t("app.title")),
        shift && h("span", { class: "bar__officer" }, shift.officer.name),
      ),
      h("div", { class: "facts" }, this.#connection(), device && packFact(pack), this.#clock(), this.#waiting()),
      device ? notice(pack) : "",
      shift ? band({ ...shift, direction: group?.facts.direction ?? shift.direction }) : "",
    );
  }

  #connection() {
    return h("span", { class: `fact fact--${this.connection}`, "data-fact": "connection" }, t(`connection.${this.connection}`));
  }

  #clock() {
    const offset = clockOffset();
    if (offset === null) return null;
    const seconds = Math.abs(offset) < TOLERATED ? 0 : Math.round(offset / 1000);
    const text = seconds === 0 ? t("clock.right") : t(seconds > 0 ? "clock.behind" : "clock.ahead", { time: duration(seconds) });
    return h("span", { class: `fact ${Math.abs(seconds) > 120 ? "fact--busy" : ""}`, "data-fact": "clock" }, text);
  }

  #waiting() {
    const { waiting, oldest, rejected } = this.outbox;
    if (!waiting && !rejected) return null;
    const age = oldest ? duration((Date.now() - oldest) / 1000) : "";
    const texts = [waiting && t("outbox.waiting", { n: waiting, age }), rejected && t("outbox.rejected", { n: rejected })];
    return h("span", { class: "fact fact--busy", "data-fact": "outbox" }, texts.filter(Boolean).join(" · "));
  }
}

function packFact(pack) {
  if (!pack?.meta) return h("span", { class: "fact fact--busy", "data-fact": "pack" }, t("pack.none"));
  const old = pack.age(serverNow()) !== "fresh";
  return h("span", { class: `fact ${old ? "fact--busy" : ""}`, "data-fact": "pack" }, t("pack.age", { age: ageInWords(pack.meta.issuedAt) }));
}

/** Half an hour before the gate closes, and while it is closed. */
function notice(pack) {
  const found = gateNotice(pack?.meta?.gate, serverNow());
  return found ? h("p", { class: "gate-notice", "data-fact": "gate" }, t(found.key, found.values)) : "";
}

function band({ direction, crossingPoint }) {
  return h(
    "div",
    { class: `band band--${direction}`, "data-fact": "direction" },
    h("span", { class: "band__arrow", "aria-hidden": "true" }, direction === "departure" ? "▲" : "▼"),
    h("strong", {}, t(`direction.${direction}`)),
    crossingPoint && h("span", { class: "band__place" }, crossingPoint),
  );
}

function duration(seconds) {
  const whole = Math.abs(Math.round(seconds));
  return whole < 120 ? t("time.seconds", { n: whole }) : t("time.minutes", { n: Math.round(whole / 60) });
}
