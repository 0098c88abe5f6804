// Copy a number; the button shows itself only where copying works.
const canCopy = Boolean(navigator.clipboard && window.isSecureContext);

function showCopyButtons(root) {
  if (canCopy) root.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
}
document.addEventListener("DOMContentLoaded", () => showCopyButtons(document));
document.addEventListener("htmx:afterSwap", (event) => showCopyButtons(event.target));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = before), 2000);
});
