// Keys for officials. An element with data-shortcut="k" is focused (a field) or pressed (a link, a button) by that key alone;
// with data-shortcut-focus as well, what cannot be undone is only focused: Enter presses it.
// data-shortcut-list marks a <dialog> that `?` opens. Single keys never act while somebody writes, and can be switched off
// with data-shortcuts="off" on the html element (WCAG 2.1.4).

const WRITES = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable]";

/** React to single keys in a document. */
export function listen(document) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.documentElement.dataset.shortcuts === "off") return;
    const target = event.target;
    if (target instanceof Element && target.closest(WRITES)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (event.key === "?") {
      const list = document.querySelector("dialog[data-shortcut-list]");
      if (list && typeof list.showModal === "function" && !list.open) {
        event.preventDefault();
        list.showModal();
      }
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") {
      if (step(document, event.key === "j" ? 1 : -1)) event.preventDefault();
      return;
    }
    // A page's own key goes before the menu's.
    const marked = `[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`;
    const found = document.querySelector(`main ${marked}`) || document.querySelector(marked);
    if (!found || found.disabled) return;
    event.preventDefault();
    if (found.matches(WRITES)) {
      found.focus();
      if (found.select) found.select();
    } else {
      found.focus();
      if (!("shortcutFocus" in found.dataset)) found.click();
    }
  });
}

/** Move the focus to the next or previous element marked data-row. */
function step(document, by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length === 0) return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next].focus();
  return true;
}
