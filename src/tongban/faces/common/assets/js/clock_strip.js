// The clock strip: one stop of the Tab key, arrows from day to day, the reason told below. A folded week is one stop
// more; opened, its days are.
const STOPS = "button.clock-day, summary.clock-week";

function stopsOf(strip) {
  return [...strip.querySelectorAll(STOPS)].filter((stop) => {
    const fold = stop.closest("details");
    return !fold || fold.open || stop.matches("summary");
  });
}

function prepare(root) {
  root.querySelectorAll("[data-clock-strip]").forEach((strip) => {
    const all = [...strip.querySelectorAll(STOPS)];
    const first = all.find((day) => day.hasAttribute("aria-current")) || all[0];
    all.forEach((day) => (day.tabIndex = day === first ? 0 : -1));
  });
}

function tell(strip, stop) {
  strip.querySelectorAll("[aria-pressed]").forEach((other) => other.removeAttribute("aria-pressed"));
  if (stop.matches("button")) stop.setAttribute("aria-pressed", "true");
  strip.querySelector("[data-clock-told]").textContent = stop.getAttribute("aria-label");
}

function stopAt(target) {
  return target.closest && target.closest(STOPS);
}

document.addEventListener("DOMContentLoaded", () => prepare(document));
document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));
document.addEventListener("click", (event) => {
  const stop = stopAt(event.target);
  const strip = stop && stop.closest("[data-clock-strip]");
  if (!strip) return;
  strip.querySelectorAll(STOPS).forEach((other) => (other.tabIndex = other === stop ? 0 : -1));
  tell(strip, stop);
});
document.addEventListener("keydown", (event) => {
  const stop = stopAt(event.target);
  const strip = stop && stop.closest("[data-clock-strip]");
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7, Home: -Infinity, End: Infinity }[event.key];
  if (!strip || step === undefined) return;
  event.preventDefault();
  const stops = stopsOf(strip);
  const at = Math.min(stops.length - 1, Math.max(0, stops.indexOf(stop) + step));
  stop.tabIndex = -1;
  stops[at].tabIndex = 0;
  stops[at].focus();
  tell(strip, stops[at]);
});
