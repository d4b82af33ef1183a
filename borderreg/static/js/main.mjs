// Start the behaviours that a page asks for: data-module="submit-once confirm-leave" loads those modules and no other.
// Every page works without them.
const here = new URL(".", import.meta.url);

function wanted(element) {
  return element.dataset.module.split(/\s+/).filter((name) => name && !name.startsWith("govuk-"));
}

async function start(element, name) {
  if (!/^[a-z-]+$/.test(name)) return;
  const behaviour = await import(new URL(`${name}.mjs`, here));
  behaviour.default(element);
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");

if (document.querySelector('[data-module*="govuk-"]')) {
  const govuk = await import("../vendor/govuk-frontend/govuk-frontend.min.js");
  govuk.initAll();
}

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of wanted(element)) await start(element, name);
}

document.documentElement.dataset.ready = "true";
