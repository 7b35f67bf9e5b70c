// Puts offered words into the text when the writer asks for it, and at no other time; tells the form that the offers were seen.
const box = document.querySelector("#id_words"), panel = document.querySelector("#offers");

if (box && panel) {
  const seen = box.form.elements.offers_seen, said = document.querySelector("#offers-said");
  let told = false;

  // With this script the offers stand beside the text, so no page in between is needed at save.
  panel.addEventListener("htmx:afterSwap", () => {
    seen.value = "yes";
    const some = panel.querySelector("[data-start]") !== null;
    if (some && !told) said.textContent = said.dataset.saidOne;
    told = some;
  });

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button"), line = button?.closest("[data-start]");
    if (!line) return;
    const place = where(line);
    if (!place) return;
    box.focus();
    box.setSelectionRange(...place);
    if (button.dataset.put === undefined) return;
    box.setRangeText(button.dataset.put, ...place, "select");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    said.textContent = said.dataset.saidPut;
  });

  // What was typed meanwhile may have moved the phrase: only where it still stands is it touched.
  function where(line) {
    const found = line.dataset.found, start = Number(line.dataset.start);
    if (box.value.slice(start, start + found.length) === found) return [start, start + found.length];
    const near = box.value.indexOf(found);
    return near < 0 ? null : [near, near + found.length];
  }
}
