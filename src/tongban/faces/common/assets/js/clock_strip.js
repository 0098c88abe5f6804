// The clock strip: one stop of the Tab key, arrows from day to day, the reason told below.
function prepare(root) {
  root.querySelectorAll("[data-clock-strip]").forEach((strip) => {
    const days = [...strip.querySelectorAll("button.clock-day")];
    const first = days.find((day) => day.hasAttribute("aria-current")) || days[0];
    days.forEach((day) => (day.tabIndex = day === first ? 0 : -1));
  });
}

function tell(strip, day) {
  strip.querySelectorAll("[aria-pressed]").forEach((other) => other.removeAttribute("aria-pressed"));
  day.setAttribute("aria-pressed", "true");
  strip.querySelector("[data-clock-told]").textContent = day.getAttribute("aria-label");
}

document.addEventListener("DOMContentLoaded", () => prepare(document));
document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));
document.addEventListener("click", (event) => {
  const day = event.target.closest("[data-clock-strip] button.clock-day");
  if (day) tell(day.closest("[data-clock-strip]"), day);
});
document.addEventListener("keydown", (event) => {
  const day = event.target.closest && event.target.closest("[data-clock-strip] button.clock-day");
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7, Home: -Infinity, End: Infinity }[event.key];
  if (!day || step === undefined) return;
  event.preventDefault();
  const strip = day.closest("[data-clock-strip]");
  const days = [...strip.querySelectorAll("button.clock-day")];
  const at = Math.min(days.length - 1, Math.max(0, days.indexOf(day) + step));
  day.tabIndex = -1;
  days[at].tabIndex = 0;
  days[at].focus();
  tell(strip, days[at]);
});
