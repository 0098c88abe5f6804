// Reading a page aloud in elder mode; the button stays hidden where the browser has no voice.
const voice = window.speechSynthesis;

document.addEventListener("DOMContentLoaded", () => {
  if (voice) document.querySelectorAll(".read-aloud").forEach((button) => (button.hidden = false));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest(".read-aloud");
  if (!button || !voice) return;
  if (voice.speaking) {
    voice.cancel();
    button.textContent = button.dataset.start;
    return;
  }
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("button, svg, [hidden], .no-read, input, textarea").forEach((part) => part.remove());
  const utterance = new SpeechSynthesisUtterance(main.textContent.replace(/\s+/g, " "));
  utterance.lang = document.documentElement.lang;
  utterance.rate = 0.9;
  utterance.onend = () => (button.textContent = button.dataset.start);
  voice.speak(utterance);
  button.textContent = button.dataset.stop;
});
window.addEventListener("pagehide", () => voice && voice.cancel());
