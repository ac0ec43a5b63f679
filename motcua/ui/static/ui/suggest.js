// Answers as one types, on top of a search form that works without: the combobox pattern of the ARIA guide.
// Where the form says `data-suggest-first`, the likeliest is chosen already: three letters and Enter.
const WAIT = 100;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "motcua-suggest";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent.trim());
  list.hidden = true;
  const place = input.parentElement;
  place.classList.add("motcua-suggest-place");
  place.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  const isFirstChosen = "suggestFirst" in form.dataset;
  let timer, asking, chosen = -1, answered = "";

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const items = list.children;
    chosen = (index + items.length) % items.length;
    for (const [number, item] of [...items].entries()) item.setAttribute("aria-selected", String(number === chosen));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };

  const show = (suggestions, question) => {
    list.replaceChildren(...suggestions.map(({ title, note, href }, index) => {
      const item = document.createElement("li");
      const small = document.createElement("span");
      item.className = "motcua-suggest__item";
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = href;
      small.className = "motcua-suggest__note";
      small.textContent = note;
      item.append(title, small);
      return item;
    }));
    if (!suggestions.length) return close();
    answered = question;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    if (isFirstChosen) choose(0);
  };

  const ask = async () => {
    asking?.abort();
    const question = input.value.trim();
    if (question.length < 2) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(question)}`, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).suggestions, question);
    } catch (problem) {
      // Without an answer the form still searches.
      if (problem.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") close();
    // Only what the letters in the box were answered with: a late answer must not open something else.
    else if (event.key === "Enter" && chosen >= 0 && answered === input.value.trim()) {
      location.assign(list.children[chosen].dataset.href);
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.href);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}
