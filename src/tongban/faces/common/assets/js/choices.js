// Small behaviours of forms. Every page works without them.

// A second press of a submit button sends nothing: the server would answer with the same number anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
});
// Coming back with the browser's back button shows the page as it was: let it be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

// After a fault the summary, or the heading of a fault page, takes the focus.
function takeFocus(root) {
  const target = root.querySelector("[data-take-focus]");
  if (target) target.focus();
}
document.addEventListener("DOMContentLoaded", () => takeFocus(document));
document.addEventListener("htmx:afterSwap", (event) => takeFocus(event.target));

// The first field of a group of choices is what a link in the summary means.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".faults a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const input = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (input || field).focus();
  field.scrollIntoView({ block: "center" });
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-go-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
});

// Parts that are shown while a choice is chosen: data-shown-by="name=value".
function showParts(form) {
  form.querySelectorAll("[data-shown-by]").forEach((part) => {
    const choice = part.dataset.shownBy.split("=");
    part.hidden = !form.querySelector(`input[name="${choice[0]}"][value="${choice[1]}"]:checked`);
  });
}
document.addEventListener("change", (event) => event.target.form && showParts(event.target.form));
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form").forEach(showParts));
