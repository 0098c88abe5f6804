// The intake check by keyboard: 1 2 3 give a verdict, a b c choose the point that is not met, arrows go on.
// It counts while one judges and greys what the verdicts do not allow; without it the server says the same.
const check = document.querySelector("[data-check]");

// The row that the keyboard stands on is open. A mouse opens none before its click is over: what moves under a
// finger that is down loses the click.
let keyed = null;

function rowsOf() {
  return [...check.querySelectorAll("[data-verdict-row]")];
}

function verdictOf(row) {
  return row.querySelector("input[name^='verdict.']:checked")?.value || "";
}

// what follows later stands in no one's way
function isLater(row) {
  return verdictOf(row) === "missing" && Boolean(row.querySelector("[data-later]:checked"));
}

function settle() {
  const counted = rowsOf().filter((row) => row.hasAttribute("data-counted"));
  const fixed = [...check.querySelectorAll(".verdict-row:not([data-verdict-row])")];
  const verdicts = counted.map(verdictOf);
  const judged = verdicts.filter(Boolean).length + fixed.length;
  const bad = counted.filter((row) => ["missing", "faulty"].includes(verdictOf(row)) && !isLater(row)).length;
  const total = counted.length + fixed.length;
  const blocked = counted.some((row) => row.hasAttribute("data-required") && verdictOf(row) && verdictOf(row) !== "ok" && !isLater(row));
  const sum = document.querySelector("[data-check-sum]");
  const open = judged < total;
  const later = counted.filter(isLater).length;
  const text = open ? sum.dataset.some : bad ? sum.dataset.all : later ? sum.dataset.later : sum.dataset.done;
  sum.textContent = text.replace("%t", total).replace("%j", judged).replace("%d", bad).replace("%l", later);
  const why = document.querySelector("[data-check-why]");
  if (why) why.textContent = open ? why.dataset.open : blocked ? why.dataset.defects : later ? "" : why.dataset.whole;
  grey("accept", open || blocked);
  grey("request", open);
  for (const row of rowsOf()) row.classList.toggle("is-open", verdictOf(row) === "faulty" || row === keyed);
}

function grey(name, closed) {
  const button = document.querySelector(`[data-choice=${name}]`);
  if (!button || button.disabled) return;
  button.setAttribute("aria-disabled", String(closed));
}

function here() {
  const all = rowsOf();
  const current = all.findIndex((row) => row.contains(document.activeElement));
  return current >= 0 ? current : all.findIndex((row) => !verdictOf(row));
}

function goTo(index) {
  const all = rowsOf();
  const row = all[Math.max(0, Math.min(all.length - 1, index))];
  if (!row) return;
  keyed = row;
  mark(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function mark(row) {
  for (const other of rowsOf()) other.classList.toggle("is-here", other === row);
  settle();
}

function give(index, value) {
  const row = rowsOf()[index];
  const input = row?.querySelector(`input[name^='verdict.'][value=${value}]`);
  if (!input || input.disabled) return;
  input.checked = true;
  settle();
  if (value !== "faulty") {
    const next = rowsOf().findIndex((one, at) => at > index && !verdictOf(one));
    goTo(next >= 0 ? next : index + 1);
    return;
  }
  goTo(index);
}

function point(index, letter) {
  const row = rowsOf()[index];
  const points = row ? [...row.querySelectorAll("input[name^='point.']")] : [];
  const chosen = points[letter.charCodeAt(0) - 97];
  if (!chosen || verdictOf(row) !== "faulty") return false;
  chosen.checked = true;
  if (chosen.value === "") row.querySelector(".verdict-reason .input")?.focus();
  return true;
}

const GIVEN = { 1: "ok", 2: "missing", 3: "faulty" };

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("dialog[open]")) return;
  if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
  const index = here();
  if (GIVEN[event.key]) {
    event.preventDefault();
    give(index < 0 ? 0 : index, GIVEN[event.key]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (event.target.matches("input[type=radio]")) return; // within its group the arrows choose
    event.preventDefault();
    goTo(Math.max(0, index) + (event.key === "ArrowDown" ? 1 : -1));
  } else if (/^[a-h]$/.test(event.key) && point(index, event.key)) {
    event.preventDefault();
  }
}

if (check) {
  document.querySelector("[data-check-keys]")?.removeAttribute("hidden");
  document.addEventListener("keydown", pressed);
  check.addEventListener("change", () => {
    keyed = null;
    settle();
  });
  check.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-verdict-row]");
    if (row && !row.classList.contains("is-here")) mark(row);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choice][aria-disabled=true]");
    if (button) event.preventDefault();
  });
  settle();
}
