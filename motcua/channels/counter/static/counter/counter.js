// Makes the counter quicker; every page works without it.

// Procedures as one types, the likeliest already chosen: three letters and Enter.
const WAIT = 90;

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
    choose(0);
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
    else if (event.key === "ArrowUp") choose(chosen - 1);
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

// "All as asked": counts go into the boxes at once, where the server would draw the page anew.
for (const button of document.querySelectorAll("button[data-as-asked]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    for (const row of button.form.querySelectorAll(".motcua-paper-row")) {
      const boxes = [...row.querySelectorAll("input[inputmode=numeric]")];
      if (!boxes.some((box) => box.value)) for (const box of boxes) box.value = box.dataset.usual ?? "";
      const seen = row.querySelector("[data-usual] input[type=checkbox]");
      if (seen) seen.checked = true;
    }
  });
}
