// The catalogue's editor: the phone follows each saving; Ctrl+S saves; leaving with unsaved typing asks first.
const editor = () => document.querySelector("[data-editor]");

document.addEventListener("draft-saved", () => {
  const told = document.getElementById("ed-unsaved");
  if (told) told.hidden = true;
  document.getElementById("ed-saved").hidden = false;
  const frame = document.querySelector("iframe[data-preview]");
  if (!frame) return;
  const at = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, at), { once: true });
  frame.contentWindow.location.reload();
  if (editor()) delete editor().dataset.typed;
});

// An autosave that was refused must not look saved: the page says so, keeps what was typed and asks before it is left.
function tellUnsaved(event) {
  const told = document.getElementById("ed-unsaved");
  if (!told || event.detail.elt.id !== "ed-form") return;
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  if (status >= 200 && status < 400) return;
  told.textContent = told.getAttribute(`data-${status}`) || told.getAttribute("data-else");
  told.hidden = false;
  document.getElementById("ed-saved").hidden = true;
  editor().dataset.typed = "yes";
}
document.addEventListener("htmx:afterRequest", tellUnsaved); // also where the line failed: the status is 0

document.addEventListener("input", (event) => {
  if (editor() && event.target.form && event.target.form.id === "ed-form") editor().dataset.typed = "yes";
});

document.addEventListener("submit", () => {
  if (editor()) delete editor().dataset.typed;
});

window.addEventListener("beforeunload", (event) => {
  if (editor() && editor().dataset.typed) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const form = document.getElementById("ed-form");
  if (!form || !(event.ctrlKey || event.metaKey) || event.key !== "s") return;
  event.preventDefault();
  form.requestSubmit();
});

// The member that was just added or moved is opened and brought into view.
document.addEventListener("DOMContentLoaded", () => {
  if (!editor() || !location.hash) return;
  const target = document.querySelector(`details${CSS.escape(location.hash).replace("\\#", "#")}`);
  if (target) target.open = true;
});
