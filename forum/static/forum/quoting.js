// Selecting words in a message shows a button that quotes just these. It stands right after the message's words, so
// that it is the next stop of the Tab key; without it the whole message can be quoted.

const button = document.createElement("button");
button.type = "button";
button.className = "button button-secondary quote-passage";
button.hidden = true;
let passage = "";
let quotable = null;

document.addEventListener("selectionchange", () => {
  if (document.activeElement === button) return;
  const selection = getSelection();
  const words = selection.toString().trim();
  const from = closest(selection.anchorNode);
  if (!words || !from || from !== closest(selection.focusNode)) {
    button.hidden = true;
    return;
  }
  passage = words;
  quotable = from;
  button.textContent = from.dataset.quoteLabel;
  from.querySelector(".prose").after(button);
  button.hidden = false;
});

button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection until the click
button.addEventListener("click", async () => {
  button.hidden = true;
  const address = `${quotable.dataset.quotable}&passage=${encodeURIComponent(passage.slice(0, 3000))}`;
  const target = document.querySelector(quotable.dataset.quoteTarget);
  const open = target.querySelector("textarea");
  if (!open) {
    window.htmx.ajax("GET", address, { target, swap: "innerHTML" });
    return;
  }
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const form = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = form.querySelector("textarea")?.dataset.html ?? "";
  const quotation = said.slice(said.lastIndexOf("<blockquote>"));
  open.dispatchEvent(new CustomEvent("writing:insert", { detail: quotation }));
});

function closest(node) {
  return (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest("[data-quotable] > .prose")?.parentElement ?? null;
}
