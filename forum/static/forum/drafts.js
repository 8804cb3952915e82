// Keeps what is typed as a draft on the server: three seconds after the last key, and on leaving. Without a connection
// it stays in this tab and is tried again; it never outlives the tab, so that nobody else finds it on this computer.

const PAUSE = 3000;
const AGAIN = 20000;

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
document.addEventListener("htmx:load", (event) => {
  for (const form of event.target.querySelectorAll?.("form[data-draft]") ?? []) watch(form);
});

function watch(form) {
  if (form.dataset.watched) return;
  form.dataset.watched = "yes";
  const state = form.querySelector(".draft-state");
  let timer = 0;
  let kept = words(form);
  let sending = false;
  restore(form);

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    sessionStorage.removeItem(shelf(form));
  });
  addEventListener("pagehide", () => changed() && keep(true));
  document.addEventListener("visibilitychange", () => document.hidden && changed() && keep(true));
  addEventListener("online", () => changed() && keep(false));
  addEventListener("pageshow", (event) => {
    if (event.persisted) sending = false;
  });

  function changed() {
    return form.isConnected && !sending && words(form) !== kept;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => changed() && keep(false), PAUSE);
  }

  async function keep(leaving) {
    clearTimeout(timer);
    const now = words(form);
    const body = new FormData(form);
    body.delete("uploads");
    body.set("script", "1");
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" }, redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      kept = now;
      form.elements.place.value = told.place;
      state.textContent = told.words;
      sessionStorage.removeItem(shelf(form));
    } catch {
      if (sending) return;
      shelve(form);
      state.textContent = form.dataset.draftWaits;
      timer = setTimeout(() => changed() && keep(false), AGAIN);
    }
  }
}

function words(form) {
  return ["room", "title", "kind", "language", "body"].map((name) => new FormData(form).get(name) ?? "").join("\n");
}

function shelf(form) {
  return `draft ${form.action} ${form.elements.to?.value ?? ""}`;
}

function shelve(form) {
  try {
    sessionStorage.setItem(shelf(form), form.elements.body.value);
  } catch {
    // no room: the box itself still holds the words
  }
}

// A page that was reloaded without connection: the words of this tab are newer than the server's.
function restore(form) {
  const waiting = sessionStorage.getItem(shelf(form));
  if (!waiting || form.elements.body.value.trim()) return;
  form.elements.body.value = waiting;
  form.dispatchEvent(new Event("input"));
}
