// The people of a group's lists, each a line to tick; who is to be looked at opens the verdict.

import { h } from "../dom.mjs";
import { lines } from "../group/counts.mjs";
import { t } from "../i18n.mjs";

const ORDER = { aside: 0, stopped: 1, "": 2, present: 3, written: 4 };

/** Fill a list element; `tick(line)` marks somebody as here, `changed()` after a tick was taken away. */
export function groupRows(app, element, tick, changed) {
  const all = lines(app.group.facts).sort((one, other) => ORDER[one.state] - ORDER[other.state]);
  element.replaceChildren(...all.map((line) => h("li", {}, lineButton(app, line, tick, changed))));
}

function lineButton(app, line, tick, changed) {
  const here = line.state === "present" || line.state === "written";
  const act = async () => {
    if (line.state === "aside") return look(app, line);
    if (line.state === "present") return app.group.drop(line.cti).then(changed);
    return line.state || !line.list ? undefined : tick(line);
  };
  return h(
    "button",
    { type: "button", class: `group__line group__line--${line.state || (line.may ? "missing" : "cannot")}`, "aria-pressed": String(here), onclick: act },
    h("strong", {}, nameOf(line)),
    h("span", {}, factsOf(line, app.group.facts.lists.length)),
  );
}

function nameOf({ person, row, cti }) {
  return person?.name ?? (row ? t("group.row", { row }) : cti.slice(0, 8));
}

/** What tells two people apart, and what is the matter with the person. */
function factsOf({ person, row, list, state, may }, lists) {
  const said = [
    person?.birth && t("person.birth", { year: person.birth.slice(0, 4) }),
    person?.id_last4 && t("person.last4", { last4: person.id_last4 }),
    list && t(lists > 1 ? "group.place" : "group.line", { list, row }),
    state ? t(`group.state_${state}`) : !may && t("group.cannot"),
  ];
  return said.filter(Boolean).join(" · ");
}

/** Somebody to be looked at: the verdict as for a single person; what is decided there comes back into the group. */
function look(app, { cti }) {
  const { identity, method, answer } = app.group.person(cti);
  return app.go("verdict", { passage: { identity, method, answer, direction: app.group.facts.direction } });
}
