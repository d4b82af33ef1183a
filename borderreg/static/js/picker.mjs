// Suggest names while one is typed: a combobox by the ARIA pattern. Without it the field takes any name as typed.
const WAIT = 180;
const SHORTEST = 2;

export default function picker(holder) {
  const input = document.getElementById(holder.dataset.input);
  if (!input) return;

  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-options`, className: "br-picker", hidden: true });
  const said = Object.assign(document.createElement("div"), { className: "govuk-hint br-picker__said" });
  let options = [];
  let active = -1;
  let waiting = 0;
  let asked = 0;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
  said.setAttribute("role", "status");
  input.removeAttribute("list");
  const settings = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(settings)) input.setAttribute(name, value);
  const anchor = Object.assign(document.createElement("div"), { className: "br-picker__anchor" });
  input.after(anchor);
  anchor.append(list, said);

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  function choose(index) {
    input.value = options[index].name;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    said.textContent = options[index].note;
    fillBeside(options[index].county);
    close();
  }

  /** What the register knows of the place goes into its own empty field. */
  function fillBeside(text) {
    const beside = document.getElementById(holder.dataset.county ?? "");
    if (!beside || beside.value || !text) return;
    beside.value = text;
    beside.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function line(option, place) {
    const item = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, className: "br-picker__option" });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const note = Object.assign(document.createElement("span"), { className: "br-picker__note", textContent: option.note });
    item.append(option.name, note);
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(place);
    });
    return item;
  }

  function show(found) {
    options = found;
    active = -1;
    list.replaceChildren(...found.map(line));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    said.textContent = found.length ? holder.dataset.some.replace("{count}", found.length) : holder.dataset.none;
  }

  async function ask() {
    const number = ++asked;
    const text = input.value.trim();
    if (text.length < SHORTEST && !/[^\u0000-\u024f]/.test(text)) {
      said.textContent = "";
      close();
      return;
    }
    try {
      const answer = await fetch(`${holder.dataset.source}?${new URLSearchParams({ q: text })}`);
      if (answer.ok && number === asked && document.activeElement === input) show((await answer.json()).items);
    } catch {
      close(); // without a network the name is typed as it is
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", () => {
    asked += 1;
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
    else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
