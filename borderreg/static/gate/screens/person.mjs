// The person to compare with the one who stands here, and the paper to compare with the one in hand.

import { writtenDay } from "../dates.mjs";
import { h } from "../dom.mjs";
import { paper as paperName, t } from "../i18n.mjs";

/** The card of a person from a verdict. */
export function personCard(person) {
  const { document: held } = person;
  return h(
    "section",
    { class: "person", "aria-label": t("person.compare") },
    h("p", { class: "person__name" }, person.name),
    h(
      "p",
      { class: "person__facts" },
      h("span", {}, t("person.birth", { year: person.birth?.slice(0, 4) ?? "?" })),
      person.sex && h("span", {}, t(`person.sex_${person.sex}`)),
      person.id_last4 && h("span", {}, t("person.last4", { last4: person.id_last4 })),
    ),
    held &&
      h(
        "p",
        { class: "person__paper" },
        h("span", {}, paperName(held.type)),
        h("strong", {}, held.number),
        held.expires && h("span", {}, t("person.expires", { date: writtenDay(held.expires) })),
      ),
    h("p", { class: "person__list" }, listed(person)),
    person.employer && h("p", { class: "person__list" }, person.employer),
  );
}

function listed(person) {
  const { unit, list, row } = person;
  return unit ? t("person.paper_list", { unit, list }) : `${t("person.list", { list, row })} ${period(person)}`;
}

function period({ valid_from: from, valid_to: to }) {
  return from && to ? t("person.period", { from: writtenDay(from), to: writtenDay(to) }) : "";
}
