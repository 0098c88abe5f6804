// A signature by finger, pen or mouse: the pad is drawn on and sent as a picture. Without it one signs on paper.
const INK = "#111";
const WIDTH = 4;

function ready(root) {
  const pad = root.querySelector("[data-pad]");
  const canvas = pad?.querySelector("canvas");
  const ink = canvas?.getContext("2d");
  if (!ink || !window.PointerEvent) return;
  const kept = root.querySelector("input[name='drawing']");
  const form = root.closest("form");
  let down = false;
  let drawn = false;

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  }
  function clear() {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    drawn = false;
    kept.value = "";
  }
  pad.hidden = false;
  root.querySelector("[data-pad-missing]").hidden = true;
  ink.lineWidth = WIDTH;
  ink.lineCap = "round";
  ink.lineJoin = "round";
  ink.strokeStyle = INK;
  if (kept.value) {
    const before = new Image();
    before.onload = () => { ink.drawImage(before, 0, 0); drawn = true; };
    before.src = kept.value;
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    down = true;
    ink.beginPath();
    ink.moveTo(...place(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down) return;
    ink.lineTo(...place(event));
    ink.stroke();
    drawn = true;
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => {
    down = false;
    if (drawn) kept.value = canvas.toDataURL("image/png");
  });
  pad.querySelector("[data-pad-clear]").addEventListener("click", clear);
  // what one person drew is never sent as another's
  form.querySelectorAll("input[name='signer']").forEach((one) => one.addEventListener("change", clear));

  // what belongs to another way of signing is put away
  function settle() {
    const how = form.querySelector("input[name='how']:checked")?.value;
    form.querySelectorAll("[data-signing]").forEach((part) => {
      part.hidden = Boolean(how) && !part.dataset.signing.split(" ").includes(how);
    });
  }
  form.addEventListener("change", settle);
  settle();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-signing='screen']").forEach(ready);
});
