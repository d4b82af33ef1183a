// One button ticks every box of the form, or takes every tick away when all are ticked.
export default function tickAll(form) {
  const button = form.querySelector("[data-tick]");
  if (!button) return;

  button.addEventListener("click", () => {
    const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  button.hidden = false;
}
