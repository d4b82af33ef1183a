// A button that answers the server's question with a passkey and sends the form around it.
import { ask, supported, words, written } from "./passkey.mjs";

export default function passkeyAnswer(part) {
  if (!supported) return;
  const form = part.closest("form");
  const button = part.querySelector("button");
  const field = part.querySelector("input");
  const said = part.querySelector("[role=alert]");
  part.hidden = false;

  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      const publicKey = await ask(part.dataset.question, form);
      field.value = written(await navigator.credentials.get({ publicKey }));
      field.disabled = false;
      form.requestSubmit();
    } catch (error) {
      said.textContent = words(error, part.dataset);
    } finally {
      button.disabled = false;
    }
  });

  window.addEventListener("pageshow", () => { field.disabled = true; }); // the password's button sends no old answer
}
