// Wakes the components of the page, and those of each fragment that htmx brings.
import { initAll } from "./vendor/govuk-frontend.min.js";
import { initAll as initMoj } from "./vendor/moj-frontend.min.js";

initAll();
initMoj();
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    initAll(event.detail.elt);
    initMoj(event.detail.elt);
  }
});
