// The preset reasons an officer decides with; the code travels with the event, the text is in the catalogue.

const COMPARED = "compared_person";
const DECISIONS = {
  already_departed: ["returned_unrecorded", "turned_back", "scanned_twice"],
  document_expired: ["other_document", "commander_order"],
  gate_closed: ["commander_order"],
  stop_mark: ["instruction_followed"],
  typed_code: [COMPARED],
  paper_list: ["paper_compared"],
};
const GENERAL = [COMPARED, "called_commune", "commander_order"];

export const ANNUL_REASONS = ["wrong_person", "wrong_direction", "scanned_twice", "did_not_cross"];

/** The reasons that are still to be decided in this shift. */
export function toDecide(shift, reasons) {
  return reasons.filter((code) => !shift?.acknowledged?.includes(code));
}

/** The preset decisions for the reasons of a check, most particular first, without repeats. */
export function decisions(reasons) {
  const particular = reasons.flatMap((code) => DECISIONS[code] ?? []);
  if (onlyCompare(reasons)) return [COMPARED];
  return [...new Set(particular.length ? particular : GENERAL)];
}

/** Whether comparing the person is all that is asked, so that one big button decides. */
export function onlyCompare(reasons) {
  return reasons.every((code) => code === "typed_code");
}
