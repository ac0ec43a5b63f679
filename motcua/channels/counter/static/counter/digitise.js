// Makes sorting pages quicker; the form works without it.

// Files that were dropped or picked are sent at once.
for (const form of document.querySelectorAll("form[data-sends]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file]") && event.target.files.length) form.requestSubmit();
  });
}

for (const form of document.querySelectorAll("form[data-sorting]")) {
  const list = form.querySelector("ol");
  const hints = document.querySelector("[data-scan-keys]");
  if (hints) hints.hidden = false;

  const field = (page, name) => page.querySelector(`[name^="${name}-"]`);
  const turned = (page) => {
    const picture = page.querySelector("img");
    picture.className = `motcua-turned-${field(page, "turn").value}`;
  };
  const numbered = () => {
    for (const [index, page] of [...list.children].entries()) field(page, "order").value = index + 1;
  };

  // Digits name papers in the order of the list: after "like the page before" and "leave".
  const choose = (page, digit) => {
    const select = field(page, "paper");
    const papers = [...select.options].filter((option) => option.value.startsWith("p:"));
    const option = digit === 0 ? select.options[0] : papers[digit - 1];
    if (option) select.value = option.value;
    return Boolean(option);
  };

  const move = (page, step) => {
    const other = step < 0 ? page.previousElementSibling : page.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(page);
    else other.after(page);
    numbered();
    page.querySelector("[data-row]").focus();
  };

  list.addEventListener("change", (event) => {
    const page = event.target.closest("[data-page]");
    if (event.target.name.startsWith("turn-")) turned(page);
  });

  list.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-row]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = event.target.closest("[data-page]");
    const key = event.key.toLowerCase();
    if (/^[0-9]$/.test(key)) {
      if (!choose(page, Number(key))) return;
    } else if (key === "r") {
      const turn = field(page, "turn");
      turn.selectedIndex = (turn.selectedIndex + 1) % turn.options.length;
      turned(page);
    } else if (key === "x") {
      field(page, "paper").value = "drop";
    } else if (key === "arrowleft" || key === "arrowright") {
      move(page, key === "arrowleft" ? -1 : 1);
    } else return;
    event.preventDefault();
  });
}
