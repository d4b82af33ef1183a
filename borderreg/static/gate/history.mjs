// The last crossings of this shift, in memory only and masked: enough to find the one to annul.

import { serverNow } from "./clock.mjs";
import { t } from "./i18n.mjs";

const KEPT = 20;
const OFFICER_MAY_ANNUL = 15 * 60_000;

export class History {
  constructor() {
    this.items = [];
    this.passages = new Map();
  }

  /** Remember a recorded crossing; the name is kept as initials and given name only. */
  add({ id, direction, name, passage = null }) {
    this.items.unshift({ id, direction, who: name ? masked(name) : t("history.unknown"), at: serverNow(), annulled: false });
    this.items.length = Math.min(this.items.length, KEPT);
    if (passage) this.remember(id, passage);
  }

  /** Whom an event named, in memory only: so that a wrong direction can be put right without a second scan. */
  remember(id, { identity, method, direction }) {
    this.passages.set(id, { identity, method, direction });
    if (this.passages.size > KEPT) this.passages.delete(this.passages.keys().next().value);
  }

  passage(id) {
    return this.passages.get(id) ?? null;
  }

  annulled(id) {
    for (const item of this.items) if (item.id === id) item.annulled = true;
  }

  clear() {
    this.items = [];
    this.passages.clear();
  }
}

/** Whether an officer may still annul this crossing. */
export function canAnnul(item) {
  return !item.annulled && serverNow() - item.at < OFFICER_MAY_ANNUL;
}

/** "Nông Thị Mùi" as "N. T. Mùi". */
export function masked(name) {
  const words = (name ?? "").trim().split(/\s+/);
  const given = words.pop() ?? "";
  return [...words.map((word) => `${Array.from(word)[0]}.`), given].join(" ");
}
