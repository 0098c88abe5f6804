// The list stays while a case opens beside it; printing; previews that do not count as sending the form.
function markCurrent(pane) {
  const opened = pane.querySelector("[data-number]");
  if (!opened) return;
  document.getElementById("desk").classList.add("is-open");
  document.querySelectorAll(".case-rows a[data-case]").forEach((row) => {
    const current = row.dataset.case === opened.dataset.number;
    row.closest(".case-row").classList.toggle("is-current", current);
    if (current) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  });
  if (window.innerWidth < 1024) pane.focus();
  window.scrollTo({ top: 0 });
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "case-pane") markCurrent(event.target);
});

// The shared guard against sending twice must not count a preview into the frame as sending.
document.addEventListener("submit", (event) => {
  if (!event.submitter || !event.submitter.hasAttribute("formtarget")) return;
  const form = event.target;
  setTimeout(() => {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-prints]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
});
