// The seconds that an opened value still stands there; masking it again is the server's and htmx's work.
function countDown(place) {
  let left = Number(place.dataset.secondsLeft);
  const tick = () => {
    if (!place.isConnected || left < 0) return;
    place.textContent = String(left);
    left -= 1;
    setTimeout(tick, 1000);
  };
  tick();
}

document.addEventListener("htmx:load", (event) => {
  event.target.querySelectorAll?.("[data-seconds-left]").forEach(countDown);
});
