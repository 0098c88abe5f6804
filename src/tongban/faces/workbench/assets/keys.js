// The keyboard: j k Enter / g l p ?. Never while somebody types, never with Ctrl, Alt or Meta.
let waitsForSecond = 0;

const rows = () => [...document.querySelectorAll(".case-rows a[data-case]")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement);
  const current = here >= 0 ? here : all.findIndex((row) => row.getAttribute("aria-current"));
  const next = current < 0 ? 0 : Math.min(all.length - 1, Math.max(0, current + by));
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

function isTyping(target) {
  return target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

function goTo(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
}

function showKeys() {
  const dialog = document.getElementById("keys");
  if (dialog && dialog.showModal && !dialog.open) dialog.showModal();
}

// In the list of several, x ticks the line that has the focus; elsewhere it goes there.
function pick() {
  const row = document.activeElement.closest(".case-row");
  const tick = row && row.querySelector(".row-pick input");
  if (tick) tick.click();
  else goTo("a[data-pick]");
}

const actions = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.getElementById("find")?.focus(),
  x: pick,
  p: () => goTo("a[data-print]"),
  "?": showKeys,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("dialog[open]")) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape" && event.target.id === "find") event.target.blur();
    return;
  }
  if (event.key === "g") {
    waitsForSecond = Date.now();
    return;
  }
  if (event.key === "l" && Date.now() - waitsForSecond < 1500) {
    event.preventDefault();
    goTo("a[data-key=list]");
    return;
  }
  waitsForSecond = 0;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.addEventListener("DOMContentLoaded", () => {
  const opener = document.querySelector("[data-opens=keys]");
  if (!opener || !window.HTMLDialogElement) return;
  opener.hidden = false;
  opener.addEventListener("click", showKeys);
});
