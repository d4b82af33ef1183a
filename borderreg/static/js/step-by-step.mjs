// Do a long piece of work step by step: each answer says how far it is and where to go when it is done.
export default async function stepByStep(form) {
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-words]");
  const button = form.querySelector("button");
  button.hidden = true;
  try {
    for (;;) {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      bar.max = state.total || 1;
      bar.value = state.done;
      words.textContent = state.words;
      if (state.next) {
        location.assign(state.next);
        return;
      }
    }
  } catch {
    words.textContent = form.dataset.failed;
    button.hidden = false;
  }
}
