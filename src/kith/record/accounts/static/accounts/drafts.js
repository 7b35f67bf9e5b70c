// Keeps what is typed into a form as a draft, a few seconds after the last key and when the page is left; brings it back.
const WAIT = 3000;
const LONGEST = 2000; // for a draft under way when the form is sent

for (const box of document.querySelectorAll("[data-draft]")) {
  keepDrafts(box, box.closest("form"));
}

function keepDrafts(box, form) {
  if (!form) return;
  let version = 0, timer = 0, saving = null, again = false, stopped = false;
  const address = box.dataset.draft;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const say = (text) => { box.textContent = text; };

  const fields = () => [...new FormData(form)].filter(([name, value]) =>
    typeof value === "string" && name !== "csrfmiddlewaretoken" && form.elements[name]?.type !== "password");

  const ask = (method, body) => fetch(address, {
    method, body, redirect: "manual", keepalive: method === "POST" && (body?.length ?? 0) < 60000,
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
  });

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (stopped) return;
    if (saving) { again = true; return; }
    saving = write();
    await saving;
    saving = null;
    if (again) { again = false; await save(); }
  }

  async function write() {
    try {
      const answer = await ask("POST", JSON.stringify({ fields: fields(), version }));
      if (answer.type === "opaqueredirect" || answer.status === 403) return say(box.dataset.saidSignedOut);
      if (answer.status === 409) { stopped = true; return say(box.dataset.saidElsewhere); }
      if (!answer.ok) return say(box.dataset.saidTrouble);
      const kept = await answer.json();
      version = kept.version;
      say(kept.said);
    } catch {
      say(box.dataset.saidTrouble);
    }
  }

  function fill(kept) {
    const left = new Map();
    for (const [name, value] of kept) left.set(name, [...(left.get(name) ?? []), value]);
    for (const element of form.elements) {
      // A draft of an older version must not be saved as if it had been written over the newest: the site then shows both.
      if (element.name === "seen" && left.has("seen")) element.value = left.get("seen")[0];
      if (!element.name || ["hidden", "password", "file", "submit", "button"].includes(element.type)) continue;
      const values = left.get(element.name) ?? [];
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else if (element.multiple) for (const option of element.options) option.selected = values.includes(option.value);
      else if (values.length) element.value = values.shift();
    }
    form.dispatchEvent(new Event("change")); // what hangs on an answer looks again
  }

  async function restore() {
    // A form that came back with errors holds what was just typed: the draft is older.
    if (form.querySelector(".govuk-error-message")) {
      const answer = await ask("GET");
      if (answer.status === 200) version = (await answer.json()).version;
      return;
    }
    const answer = await ask("GET");
    if (answer.status !== 200) return;
    const kept = await answer.json();
    version = kept.version;
    if (JSON.stringify(kept.fields) === JSON.stringify(fields())) return;
    fill(kept.fields);
    say(`${box.dataset.saidRestored} ${kept.said}. `);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "kith-plain-button";
    drop.textContent = box.dataset.saidDrop;
    drop.addEventListener("click", async () => { stopped = true; await ask("DELETE"); location.reload(); });
    box.append(drop);
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(save, WAIT); };
  const now = () => { if (timer) save(); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // Whoever goes to the form's own button is about to send it: nothing is kept ahead of that.
  form.addEventListener("focusout", (event) => event.relatedTarget?.type !== "submit" && now());
  document.addEventListener("visibilitychange", now);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    timer = 0;
    again = false;
    stopped = true;
    if (!saving) return;
    // A draft that arrived after its form would come back as if nothing had been saved.
    event.preventDefault();
    await Promise.race([saving, new Promise((done) => setTimeout(done, LONGEST))]);
    saving = null;
    form.requestSubmit(event.submitter);
  });
  restore();
}
