// Make a passkey before the form is sent: the form's own button asks the browser first.
import { ask, bytes, supported, words, written } from "./passkey.mjs";

export default function passkeyAdd(form) {
  if (!supported) return;
  const button = form.querySelector("[data-with]");
  const field = form.querySelector("[name=passkey_answer]");
  const said = form.querySelector("[role=alert]");
  form.querySelector("[data-without]").hidden = true;
  button.hidden = false;

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      const publicKey = await ask(form.dataset.question, form);
      publicKey.user.id = bytes(publicKey.user.id);
      field.value = written(await navigator.credentials.create({ publicKey }));
      form.submit();
    } catch (error) {
      said.textContent = words(error, form.dataset);
    } finally {
      button.disabled = false;
    }
  });
}
