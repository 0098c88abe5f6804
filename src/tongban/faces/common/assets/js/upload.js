// Choosing a photo or a file: a preview, and photographs made smaller before they travel over a slow line.
const LONGEST_SIDE = 2400; // pixels: an A4 page stays readable
const LEFT_ALONE = 1024 * 1024; // bytes

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= LEFT_ALONE || !window.createImageBitmap) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches || !input.matches("input[type=file][data-upload]") || !input.files.length) return;
  const told = document.getElementById(input.dataset.told);
  const preview = document.getElementById(input.dataset.preview);
  let file = input.files[0];
  try {
    file = await smaller(file);
    if (file !== input.files[0]) {
      const carrier = new DataTransfer();
      carrier.items.add(file);
      input.files = carrier.files;
    }
  } catch (fault) {
    console.warn("sent as it is:", fault);
  }
  const limit = Number(input.dataset.limit);
  const tooLarge = file.size > limit;
  input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
  if (told) told.textContent = tooLarge ? input.dataset.tooLarge : input.dataset.chosen;
  if (!preview) return;
  preview.hidden = !file.type.startsWith("image/") || tooLarge;
  if (!preview.hidden) preview.src = URL.createObjectURL(file);
});
