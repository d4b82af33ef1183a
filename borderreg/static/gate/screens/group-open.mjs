// Opening a trip with plate and leader, or taking over a group: who gives it, by which record, how many.

import { field } from "../dom.mjs";
import { Group } from "../group/group.mjs";
import { openList } from "../group/lists.mjs";
import { t } from "../i18n.mjs";
import { actions, backToScan, complaint, form, heading, once, primary } from "./parts.mjs";

const FIELDS = {
  trip: [
    ["plate", { maxlength: 20, autocapitalize: "characters", spellcheck: "false" }],
    ["leader", { maxlength: 60 }],
  ],
  hand_over: [
    ["giver", { maxlength: 100 }],
    ["record", { maxlength: 60 }],
    ["expected", { maxlength: 3, inputmode: "numeric" }],
  ],
};

/** `digits` is the head code that was scanned before anything was opened, if any. */
export function groupOpen(app, { kind, digits = null }) {
  const wrong = complaint();
  const begin = once((said) => open(app, { kind, said, digits }));
  const formElement = form(
    (values) => submit(kind, values, begin, wrong),
    ...FIELDS[kind].map(([name, more]) => field(t(`group.${kind}_${name}`), { id: `group-${name}`, name, ...more }, t(`group.${kind}_${name}_hint`))),
    wrong.element,
  );
  return {
    nodes: [
      heading(t(`group.${kind}_title`)),
      formElement,
      actions(primary(t(`group.${kind}_open`), () => formElement.requestSubmit()), backToScan(app)),
    ],
    keys: { Escape: () => app.go("scan") },
    focus: formElement.querySelector("input"),
  };
}

function submit(kind, { expected = "", ...values }, begin, wrong) {
  const said = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim().normalize("NFC")]));
  const wanted = expected.trim();
  if (wanted && !/^[0-9]{1,3}$/.test(wanted)) return wrong.show(t("group.hand_over_expected_wrong"));
  if (kind === "trip" && !said.plate) return wrong.show(t("group.trip_plate_missing"));
  return begin({ ...said, ...(wanted && { expected: Number(wanted) }) });
}

async function open(app, { kind, said, digits }) {
  const direction = kind === "hand_over" ? "return" : app.shift.direction;
  app.group = await Group.begin(app, { kind, direction, said });
  const list = digits && (await openList(app, digits, direction).catch(() => null));
  if (list) await app.group.addList(list);
  app.go("scan");
}
