// Wakes the components of the page, and those of each fragment that htmx brings.
import { initAll } from "./vendor/govuk-frontend.min.js";
import { initAll as initMoj } from "./vendor/moj-frontend.min.js";

initAll();
initMoj();
asked(document);
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    initAll(event.detail.elt);
    initMoj(event.detail.elt);
    asked(event.detail.elt);
  }
});

// A question that hangs on the answer to another is asked once that is given; what is typed in it, or wrong with it, keeps it there.
function asked(root) {
  for (const group of root.querySelectorAll("[data-shown-if]")) {
    const [name, values] = group.dataset.shownIf.split("="), form = group.closest("form");
    const typed = () => [...group.querySelectorAll("input, textarea, select")].some((box) => (box.type === "checkbox" ? box.checked !== box.defaultChecked : box.type === "radio" ? box.checked : box.value && box.type !== "hidden"));
    const look = () => {
      const given = new FormData(form).get(name);
      group.hidden = !values.split(" ").includes(given) && !typed() && !group.classList.contains("govuk-form-group--error");
    };
    form.addEventListener("change", look);
    look();
  }
}
