// The keys 1 to 4 choose an answer of the review sheet and go on to the reason; never while somebody is writing.
const form = document.querySelector("[data-kith-keys]");
document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input[type=text], input[type=search]")) return;
  const answers = form.querySelectorAll("input[type=radio]");
  const chosen = answers[Number(event.key) - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.checked = true;
  form.querySelector("textarea").focus();
});
