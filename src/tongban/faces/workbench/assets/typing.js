// When the server sends part of the intake form again, what was typed since the request went out is kept.
const form = () => document.getElementById("intake");
const typed = new Map();

document.addEventListener("input", (event) => {
  if (form() && form().contains(event.target) && event.target.name && event.target.type !== "file") {
    typed.set(event.target.id, { value: event.target.value, checked: event.target.checked, at: Date.now() });
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.xhr.startedAt = Date.now();
});

document.addEventListener("htmx:oobAfterSwap", (event) => {
  const started = event.detail.xhr ? event.detail.xhr.startedAt : 0;
  if (!form() || !form().contains(event.detail.target)) return;
  event.detail.target.querySelectorAll("[id][name]").forEach((field) => {
    const since = typed.get(field.id);
    if (!since || since.at < started) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = since.checked;
    else field.value = since.value;
  });
});

// htmx sends the whole form around a part; only the part that changed is to be saved.
document.addEventListener("htmx:configRequest", (event) => {
  const part = event.detail.elt;
  if (!form() || part === form() || !form().contains(part)) return;
  const fields = part.matches("[name]") ? [part] : [...part.querySelectorAll("[name]")];
  const own = new Set(["csrfmiddlewaretoken", "owner", ...fields.map((field) => field.name)]);
  [...event.detail.formData.keys()].filter((name) => !own.has(name)).forEach((name) => event.detail.formData.delete(name));
});
