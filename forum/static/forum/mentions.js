// Suggests people while somebody types @ and the beginning of a name in the rich editor. The server decides who can be
// mentioned and what a mention is; this only writes the link.

document.addEventListener("writing:ready", (event) => {
  const form = event.target.closest("form[data-mentionable]");
  if (form) suggest(form, event.target, event.detail.editor);
});

function suggest(form, box, editor) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const textbox = editor.view.dom;
  list.id = `${box.querySelector("textarea").id}-people`;
  list.className = "mention-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.mentionableLabel);
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  box.append(list, said);
  textbox.setAttribute("aria-autocomplete", "list");
  textbox.setAttribute("aria-controls", list.id);
  let people = [];
  let active = 0;
  let asked = "";
  let timer = 0;

  editor.on("transaction", look);
  editor.on("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", steer, true);
  list.addEventListener("mousedown", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (!chosen) return;
    event.preventDefault();
    choose([...list.children].indexOf(chosen));
  });

  function typed() {
    const { $from, empty } = editor.state.selection;
    if (!empty || editor.isActive("link")) return null;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 60), $from.parentOffset, "\n", "\n");
    return before.match(/(?:^|[\s(])@(\p{L}[\p{L}'’-]*(?: [\p{L}'’-]+){0,2})$/u)?.[1] ?? null;
  }

  function look() {
    const name = typed();
    if (!name) return close();
    if (name === asked) return;
    asked = name;
    clearTimeout(timer);
    timer = setTimeout(ask, 150, name);
  }

  async function ask(name) {
    try {
      // A new discussion has its room chosen in the form: the address says 0 in its place.
      const place = form.dataset.mentionable.replace("/0/", `/${form.elements.room?.value || 0}/`);
      if (place.includes("/0/")) return;
      const address = `${place}?q=${encodeURIComponent(name)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok && name === typed()) show((await answer.json()).people);
    } catch {
      close(); // offline: a name typed in full is recognised all the same
    }
  }

  function show(found) {
    people = found;
    active = 0;
    list.replaceChildren(...people.map(option));
    list.hidden = people.length === 0;
    said.textContent = people.length ? `${form.dataset.mentionableLabel}: ${people.length}` : "";
    mark();
  }

  function option(person, index) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const organisation = document.createElement("span");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    name.textContent = person.name;
    organisation.textContent = person.organisation;
    organisation.className = "quiet";
    item.append(name, " ", organisation);
    return item;
  }

  function mark() {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    if (list.hidden) textbox.removeAttribute("aria-activedescendant");
    else textbox.setAttribute("aria-activedescendant", `${list.id}-${active}`);
  }

  function close() {
    clearTimeout(timer);
    asked = "";
    if (!list.hidden) show([]);
  }

  function steer(event) {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + people.length) % people.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") choose(active);
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function choose(index) {
    const person = people[index];
    const name = typed();
    if (!person || !name) return close();
    const { from } = editor.state.selection;
    const link = { type: "text", text: `@${person.name}`, marks: [{ type: "link", attrs: { href: person.address } }] };
    editor.chain().focus().deleteRange({ from: from - name.length - 1, to: from })
      .insertContent([link, { type: "text", text: " " }]).unsetMark("link").run();
    close();
  }
}
