// Move on once a field is full: a passport's number has eight characters, nothing is left to type in it.
// Only forwards, only while typing at the end, and only into an empty field, so that correcting stays in place.
export default function nextField(input) {
  const full = new RegExp(`^(?:${input.dataset.full})$`);
  const next = document.getElementById(input.dataset.next);
  if (!next) return;

  input.addEventListener("input", (event) => {
    const atEnd = input.selectionStart === input.value.length;
    if (event.inputType?.startsWith("delete") || next.value || !atEnd || !full.test(input.value.trim())) return;
    next.focus();
  });
}
