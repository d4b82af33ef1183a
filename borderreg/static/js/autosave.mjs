// Keep a form as a draft on the server, two seconds after the last key: encrypted there, never in this browser.
// Raw texts of cards and passports, fields within data-draft="never", passwords and files are not sent.
const IDLE = 2000;
const NEVER = /^(card|mrz)$/;
const NO_VALUE = /^(file|password|submit|button|image|reset)$/;

function isNever(field) {
  return NEVER.test(field.name) || field.closest('[data-draft="never"]') !== null;
}

function fieldsOf(form, address) {
  const fields = new URLSearchParams();
  for (const field of form.elements) {
    if (!field.name || field.disabled || NO_VALUE.test(field.type) || isNever(field)) continue;
    if (/^(checkbox|radio)$/.test(field.type) && !field.checked) continue;
    fields.append(field.name, field.value);
  }
  fields.append("draft_form", address);
  return fields;
}

export default function autosave(status) {
  const form = status.closest("form");
  let timer = 0;
  let changed = false;
  let sending = null;

  async function send() {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      const answer = await fetch(status.dataset.address, {
        method: "POST", body: fieldsOf(form, status.dataset.form), redirect: "manual", keepalive: true,
      });
      if (answer.type === "opaqueredirect") status.textContent = status.dataset.expired;
      else if (answer.ok) status.textContent = (await answer.json()).words;
      else status.textContent = status.dataset.failed;
    } catch {
      changed = true;
      status.textContent = status.dataset.failed;
    }
  }

  function keep() {
    sending = (sending ?? Promise.resolve()).then(send).finally(() => { sending = null; });
    return sending;
  }

  function note(event) {
    if (isNever(event.target)) return;
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, IDLE);
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  window.addEventListener("pagehide", () => { if (changed) keep(); });

  // What is being sent must not arrive after the form itself, or the draft would outlive what was saved.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    changed = false;
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    sending.then(() => form.requestSubmit(button));
  }, { capture: true });
}
