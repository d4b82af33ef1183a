// The entry code under the QR, typed: groups make themselves, the check character is tested before anything is sent.

import { LENGTH, grouped, holds, plain } from "../entry-code.mjs";
import { field } from "../dom.mjs";
import { look } from "../flow.mjs";
import { t } from "../i18n.mjs";
import { actions, backToScan, complaint, form, heading, primary } from "./parts.mjs";

export function typed(app) {
  const { element, input } = codeForm(app);
  return {
    nodes: [heading(t("typed.title")), element, actions(primary(t("typed.submit"), () => element.requestSubmit()), backToScan(app))],
    keys: { Escape: () => app.go("scan") },
    scanned: (digits) => look(app, { digits }, "wedge"),
    focus: input,
  };
}

/** The field for an entry code as {element, input}: also on the scan screen of a desk without a camera. */
export function codeForm(app) {
  const wrong = complaint();
  const box = field(
    t("typed.code"),
    {
      id: "entry-code",
      name: "entry_code",
      class: "field__input field__input--code",
      autocapitalize: "characters",
      spellcheck: "false",
      autocomplete: "off",
      maxlength: 24,
      placeholder: "XXXX-XXXX-XXXX-XX",
    },
    t("typed.hint"),
  );
  const input = box.querySelector("input");
  readPhysicalKeys(input);
  return { element: form(() => submit(app, input.value, wrong), box, wrong.element), input };
}

function submit(app, text, wrong) {
  if (holds(text)) return look(app, { entry_code: grouped(text) }, "typed");
  return wrong.show(t(plain(text).length < LENGTH ? "typed.short" : "typed.wrong"));
}

/** A key counts by its place on the keyboard, so that an input method cannot change it; a touch keyboard by its letter. */
function readPhysicalKeys(input) {
  input.addEventListener("keydown", (event) => {
    const physical = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1];
    if (!physical || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.setRangeText(physical, input.selectionStart, input.selectionEnd, "end");
    regroup(input);
  });
  input.addEventListener("input", (event) => event.isComposing || regroup(input));
  input.addEventListener("compositionend", () => regroup(input));
}

/** Write the groups again and keep the caret behind the same character. */
function regroup(input) {
  const before = plain(input.value.slice(0, input.selectionStart)).length;
  input.value = grouped(input.value);
  const caret = before === 0 ? 0 : grouped(input.value.replaceAll("-", "").slice(0, before)).length;
  input.setSelectionRange(caret, caret);
}
