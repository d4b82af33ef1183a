// A keyboard scanner types wherever the cursor stands. A card's text and a passport's lines are taken out of any other
// field as soon as they are recognised and go on in their own; with the cursor nowhere, a scan begins in the card's field.
const CARD = /(\d{12}\|.*)$/;
const LINES = /(P[A-Z<][A-Z]{3}[A-Z<]{3,}.*)$/i;
const LINE = 44;

export default function cardScan(holder) {
  const card = document.getElementById(holder.dataset.card);
  const lines = document.getElementById(holder.dataset.lines);
  const { form } = card;
  form.querySelector("[autofocus]")?.focus(); // the message of the row before has taken the focus

  form.addEventListener("input", ({ target }) => {
    if (target === lines) return complete(lines) && read(form, lines);
    if (target === card || !target.matches("input[type=text], input:not([type]), textarea")) return undefined;
    return move(target, CARD, card) || (lines && target.value.length > 7 && move(target, LINES, lines));
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    if (!isTaken(event.target, event.key)) card.focus();
  }, { capture: true });
}

/** Carry what a scanner has typed so far over to its own field, where its next keys will go. */
function move(from, pattern, to) {
  const found = pattern.exec(from.value);
  if (!found) return false;
  from.value = from.value.slice(0, found.index);
  to.closest("details")?.setAttribute("open", "");
  to.focus();
  to.value = found[1];
  to.setSelectionRange(to.value.length, to.value.length);
  return true;
}

function complete(lines) {
  return lines.value.replace(/\s/g, "").length === 2 * LINE;
}

/** Send the form as its own button for reading would. */
function read(form, field) {
  form.requestSubmit(field.closest("details, [data-module]").querySelector("button[value=read]"));
}

/** Whether a key means something where the cursor stands; a digit means nothing on a button or a choice. */
function isTaken(target, key) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches("textarea, input:not([type=radio], [type=checkbox], [type=submit])")) return true;
  return target.matches("input, select, button, summary, a") && !/[0-9]/.test(key);
}
