// The guide follows the situation as soon as it is told: what applies is shown, the rest hidden, by the conditions
// that the server uses too. Without this script the same form asks the server.
import { settled } from "./conditions.js";

const PREFIX = "s_";

function chosen(form) {
  const answers = {};
  for (const input of form.querySelectorAll("input[type=radio]:checked")) {
    answers[input.name.slice(PREFIX.length)] = input.value;
  }
  return answers;
}

// As catalogue/situations.py: what is still to be answered; a question that is never reached stays without an answer.
function stillOpen(questions, facts, answers) {
  const open = new Set(["channel", "applicant_age"]);
  for (const question of questions) {
    const reached = question.show_if === null || settled(question.show_if, facts, open) !== false;
    if (!(question.code in answers) && reached) open.add(question.code);
  }
  return open;
}

// Asks the situation's own questions one after the other: an answer to one that is ruled out does not count.
function told(form, questions) {
  const given = chosen(form);
  const answers = {};
  for (const question of questions) {
    if (!(question.code in given)) continue;
    const facts = { ...answers, channel: "" };
    const open = stillOpen(questions, facts, answers);
    if (question.show_if === null || settled(question.show_if, facts, open) !== false) {
      answers[question.code] = given[question.code];
    }
  }
  return answers;
}

function follow(form) {
  const questions = JSON.parse(form.dataset.form);
  const answers = told(form, questions);
  const facts = { ...answers, channel: "" };
  const open = stillOpen(questions, facts, answers);
  const held = (element) => settled(JSON.parse(element.dataset.if), facts, open);
  form.querySelectorAll("fieldset[data-if]").forEach((part) => (part.hidden = held(part) !== true));
  document.querySelectorAll("[data-applies] > [data-if]").forEach((part) => {
    const state = held(part);
    part.hidden = state === false;
    part.querySelectorAll("[data-open]").forEach((note) => (note.hidden = state !== null));
  });
  count();
  carry(answers);
}

function count() {
  const parts = [...document.querySelectorAll("[data-counted]:not([hidden])")];
  const sure = parts.filter((part) => !part.querySelector("[data-open]:not([hidden])")).length;
  document.querySelectorAll("[data-count]").forEach((told) => {
    const words = parts.length === 0 ? told.dataset.none : sure === parts.length ? told.dataset.exact : told.dataset.range;
    told.textContent = words.replace("{n}", sure).replace("{m}", parts.length);
  });
}

// What was told goes along into the application and onto the notice.
function carry(answers) {
  document.querySelectorAll("form[data-carries]").forEach((form) => {
    form.querySelectorAll(`input[name^="${PREFIX}"]`).forEach((input) => input.remove());
    Object.keys(answers).forEach((code) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: PREFIX + code, value: answers[code] });
      form.append(input);
    });
  });
  const query = new URLSearchParams();
  Object.keys(answers).forEach((code) => query.set(PREFIX + code, answers[code]));
  document.querySelectorAll("a[data-carries-link]").forEach((link) => {
    link.search = query.toString();
  });
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-situation]");
  if (form) follow(form);
});
// A browser that comes back keeps what was chosen.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-situation]").forEach(follow));
