// A button that copies the text of an element; it shows itself only where the browser can.
export function offerCopies(document) {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      const words = button.firstChild;
      const before = words.textContent;
      words.textContent = button.dataset.copied;
      setTimeout(() => (words.textContent = before), 2000);
    });
  }
}
