// Ask before leaving a form that was changed and not sent.
export default function confirmLeave(form) {
  let changed = false;

  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });

  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
