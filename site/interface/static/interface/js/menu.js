/* The menu closes on Escape and when the reader goes elsewhere. Without this file it opens and closes by its button. */
(() => {
  const menu = document.querySelector("details[data-menu]");
  if (!menu) return;
  const area = menu.parentElement;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !area.contains(event.target)) menu.open = false;
  });
})();
