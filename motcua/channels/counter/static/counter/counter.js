// Makes the counter quicker; every page works without it.

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
