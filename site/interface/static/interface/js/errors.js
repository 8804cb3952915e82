/* After a form came back with errors, reading starts at the list of them. */
(() => {
  const list = document.getElementById("form-errors");
  if (list) list.focus();
})();
