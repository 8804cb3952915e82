// Turns a writing box into the rich editor, which is fetched when the reader first enters the box.

const MARKS = { bold: "toggleBold", italic: "toggleItalic", bulletList: "toggleBulletList",
  orderedList: "toggleOrderedList", blockquote: "toggleBlockquote", undo: "undo" };

for (const box of document.querySelectorAll("[data-writing]")) prepare(box);
document.addEventListener("htmx:load", (event) => {
  for (const box of event.target.querySelectorAll?.("[data-writing]") ?? []) prepare(box);
});

function prepare(box) {
  if (box.dataset.prepared) return;
  box.dataset.prepared = "yes";
  const textarea = box.querySelector("textarea");
  // Without the editor the box holds plain text; with JavaScript nothing formatted may be lost.
  if (textarea.dataset.html) textarea.value = textarea.dataset.html;
  if (textarea.dataset.html) open(box, textarea, textarea.autofocus); // a quotation: she goes on typing below it
  else textarea.addEventListener("focus", () => open(box, textarea, true), { once: true });
  if (document.activeElement === textarea) open(box, textarea, true);
}

async function open(box, textarea, focus) {
  if (box.dataset.opened) return;
  box.dataset.opened = "yes";
  let made;
  try {
    made = await import(box.dataset.editor);
  } catch {
    delete box.dataset.opened; // offline: the plain textarea goes on working
    return;
  }
  if (!textarea.value.trimStart().startsWith("<")) textarea.value = paragraphs(textarea.value);
  const { Document, Paragraph, Text, Bold, Italic, BulletList, OrderedList, ListItem, Blockquote, HardBreak, History } = made;
  const Link = made.Link.configure({ openOnClick: false, enableTarget: false });
  const element = document.createElement("div");
  element.className = "prose-editor";
  textarea.before(element);
  const editor = new made.Editor({
    element,
    content: textarea.value,
    injectCSS: false, // the Content-Security-Policy refuses styles from scripts; ours stand in the style sheet
    extensions: [Document, Paragraph, Text, Bold, Italic, BulletList, OrderedList, ListItem, Blockquote, HardBreak,
      History, Link],
    onUpdate: ({ editor }) => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  describe(editor.view.dom, textarea);
  tools(box, editor);
  textarea.hidden = true;
  if (focus) editor.commands.focus("end");
  textarea.addEventListener("writing:insert", (event) => {
    editor.chain().focus("end").insertContent(event.detail).run();
  });
  box.dispatchEvent(new CustomEvent("writing:ready", { bubbles: true, detail: { editor } }));
}

function paragraphs(text) {
  const holder = document.createElement("div");
  for (const part of text.split(/\n\s*\n/).filter((each) => each.trim())) {
    const paragraph = document.createElement("p");
    paragraph.textContent = part;
    holder.append(paragraph);
  }
  return holder.innerHTML;
}

function describe(box, textarea) {
  const label = textarea.labels?.[0];
  if (label) {
    label.id ||= `${textarea.id}-label`;
    box.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => box.focus());
  }
  box.setAttribute("aria-multiline", "true");
  for (const name of ["aria-describedby", "aria-invalid", "lang"])
    if (textarea.hasAttribute(name)) box.setAttribute(name, textarea.getAttribute(name));
}

function tools(box, editor) {
  const bar = box.querySelector(".writing__tools");
  const link = box.querySelector(".writing__link");
  const address = link.querySelector("input");
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const wanted = event.target.closest("button")?.dataset.do;
    if (wanted === "link") {
      link.hidden = !link.hidden;
      address.value = editor.getAttributes("link").href ?? "";
      if (!link.hidden) address.focus();
    } else if (wanted) editor.chain().focus()[MARKS[wanted]]().run();
  });
  link.addEventListener("click", (event) => {
    const wanted = event.target.closest("button")?.dataset.link;
    if (wanted) finish(wanted === "set" ? address.value.trim() : "");
  });
  address.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    finish(address.value.trim());
  });
  function finish(href) {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link"))
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
    link.hidden = true;
  }
  editor.on("transaction", () => {
    for (const button of bar.querySelectorAll("[aria-pressed]"))
      button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.do)));
  });
}
