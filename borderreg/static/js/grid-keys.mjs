// Move between the cells of a grid: Enter and the arrows up and down stay in the column; left and right leave a cell
// at the end of its text. Nothing is sent by Enter: the button does that.
function cellOf(input) {
  return input.closest("td, th");
}

function inputIn(cell) {
  return cell?.querySelector("input:not([type=hidden]), select");
}

function above(input, step) {
  const cell = cellOf(input);
  let row = cell.parentElement;
  do row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  while (row && !inputIn(row.cells[cell.cellIndex]));
  return row && inputIn(row.cells[cell.cellIndex]);
}

function beside(input, step) {
  let cell = cellOf(input);
  do cell = step > 0 ? cell.nextElementSibling : cell.previousElementSibling;
  while (cell && !inputIn(cell));
  return inputIn(cell);
}

function atEdge(input, step) {
  if (input.type !== "text") return true;
  const edge = step > 0 ? input.value.length : 0;
  return input.selectionStart === input.selectionEnd && input.selectionStart === edge;
}

const STEPS = { Enter: [above, 1], ArrowDown: [above, 1], ArrowUp: [above, -1], ArrowRight: [beside, 1], ArrowLeft: [beside, -1] };

export default function gridKeys(form) {
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    const found = STEPS[event.key];
    if (!found || event.ctrlKey || event.metaKey || event.altKey || !input.matches("td input, td select")) return;
    if (input.tagName === "SELECT" && event.key !== "Enter") return;
    const [find, step] = found;
    if (find === beside && !atEdge(input, step)) return;
    if (event.key === "Enter") event.preventDefault();
    const next = find(input, event.shiftKey && event.key === "Enter" ? -step : step);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select?.();
  });
}
