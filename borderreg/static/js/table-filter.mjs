// Filter the rows of a small table while typing, accents or not; the count is announced.
import { fold } from "./fold.mjs";

export default function tableFilter(tools) {
  const table = document.getElementById(tools.dataset.table);
  const input = tools.querySelector("[data-search]");
  const count = tools.querySelector("[data-count]");
  if (!table || !input) return;

  const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: fold(row.textContent) }));

  function show() {
    const words = fold(input.value).split(" ").filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const match = words.every((word) => text.includes(word));
      row.hidden = !match;
      shown += match ? 1 : 0;
    }
    count.textContent = words.length
      ? count.dataset.text.replace("{shown}", shown).replace("{total}", rows.length)
      : "";
  }

  input.addEventListener("input", show);
  tools.hidden = false;
}
