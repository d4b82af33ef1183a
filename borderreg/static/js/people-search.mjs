// Answer while a name or number is typed: a combobox of links by the ARIA pattern. Enter without a choice sends the form.
const WAIT = 250;
const SHORTEST = 3;
const KEPT = 20;

export default function peopleSearch(form) {
  const input = form.querySelector('input[type="search"]');
  if (!input) return;

  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-found`, className: "br-picker", hidden: true });
  const said = Object.assign(document.createElement("div"), { className: "br-search__said" });
  const anchor = Object.assign(document.createElement("div"), { className: "br-picker__anchor br-search__anchor" });
  const answers = new Map();
  let active = -1;
  let waiting = 0;
  let asking = null;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label")?.textContent.trim() ?? "");
  said.setAttribute("role", "status");
  const settings = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(settings)) input.setAttribute(name, value);
  anchor.append(list, said);
  input.after(anchor);

  function mark(place) {
    active = place;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place]?.scrollIntoView({ block: "nearest" });
  }

  function close(words = "") {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    said.textContent = words;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function line({ href, name, note }, place) {
    const item = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, className: "br-picker__option" });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = href;
    item.append(name, Object.assign(document.createElement("span"), { className: "br-picker__note", textContent: note }));
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(href));
    return item;
  }

  function show({ items, said: words }) {
    list.replaceChildren(...items.map(line));
    list.hidden = !items.length;
    said.textContent = words;
    input.setAttribute("aria-expanded", String(items.length > 0));
    mark(-1);
  }

  async function ask(text) {
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.source, { method: "POST", body: new FormData(form), signal: asking.signal });
      if (!answer.headers.get("content-type")?.startsWith("application/json")) return; // logged out: the button leads on
      const found = await answer.json();
      if (answer.ok) answers.set(text, found);
      if (answers.size > KEPT) answers.delete(answers.keys().next().value);
      if (document.activeElement === input) show(found);
    } catch {
      // taken back by the next letter, or no network: the button still works
    }
  }

  input.addEventListener("input", () => {
    const text = input.value.trim();
    clearTimeout(waiting);
    asking?.abort();
    if (text.length < SHORTEST) close(text ? form.dataset.short : "");
    else if (answers.has(text)) show(answers.get(text));
    else waiting = setTimeout(ask, WAIT, text);
  });
  input.addEventListener("blur", () => close());
  form.addEventListener("submit", () => close());
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) mark((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.href);
    else if (event.key === "Escape" && (count || said.textContent)) close();
    else return;
    event.preventDefault();
  });
}
