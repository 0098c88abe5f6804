// Handing in a material: several photographs become one picture, made smaller before they travel over a slow line.
const LONGEST_SIDE = 2000; // pixels of one photograph: an A4 page stays readable
const LARGEST_AREA = 15000000; // pixels of the joined picture: what phones can draw
const LEFT_ALONE = 1024 * 1024; // bytes: one small photograph is sent as it is
const MOST = 6; // photographs

const chosen = new WeakMap(); // input → the files chosen so far

function isPhoto(file) {
  return /^image\/(jpeg|png|webp)$/.test(file.type);
}

async function joined(files) {
  const pictures = await Promise.all(files.map((file) => createImageBitmap(file)));
  const sizes = pictures.map((picture) => {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    return { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
  });
  const width = Math.max(...sizes.map((size) => size.width));
  const height = sizes.reduce((sum, size) => sum + size.height, 0);
  const fit = Math.min(1, Math.sqrt(LARGEST_AREA / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(width * fit);
  canvas.height = Math.floor(height * fit);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let top = 0;
  pictures.forEach((picture, at) => {
    pen.drawImage(picture, 0, top * fit, sizes[at].width * fit, sizes[at].height * fit);
    top += sizes[at].height;
  });
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob) throw new Error("this browser cannot write the picture");
  return new File([blob], files[0].name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

async function prepared(files) {
  if (files.length === 1 && (!isPhoto(files[0]) || files[0].size <= LEFT_ALONE || !window.createImageBitmap)) {
    return files[0];
  }
  const file = await joined(files);
  return files.length === 1 && file.size >= files[0].size ? files[0] : file;
}

function preview(input, files) {
  const place = document.getElementById(input.dataset.previews);
  place.replaceChildren(
    ...files.filter(isPhoto).map((file) => {
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      return image;
    }),
  );
  place.hidden = !place.children.length;
}

async function take(input) {
  const before = input.dataset.adding ? chosen.get(input) || [] : [];
  delete input.dataset.adding;
  const files = before.concat([...input.files]);
  const told = document.getElementById(input.dataset.told);
  const more = document.getElementById(input.dataset.more);
  const limit = Number(input.dataset.limit);
  let problem = "";
  if (files.length > MOST || (files.length > 1 && !files.every(isPhoto))) problem = input.dataset.tooMany;
  if (!problem && files.length) {
    try {
      const file = await prepared(files);
      if (file.size > limit) problem = input.dataset.tooLarge;
      const carrier = new DataTransfer();
      carrier.items.add(file);
      input.files = carrier.files;
    } catch (fault) {
      console.warn("sent as it is:", fault);
    }
  }
  if (problem) {
    input.value = "";
    chosen.delete(input);
  } else {
    chosen.set(input, files);
  }
  told.textContent = problem || (files.length ? input.dataset.chosen : "");
  preview(input, problem ? [] : files);
  more.hidden = Boolean(problem) || !files.length || !files.every(isPhoto) || files.length >= MOST;
}

document.addEventListener("change", (event) => {
  if (event.target.matches && event.target.matches("input[type=file][data-upload]")) take(event.target);
});
document.addEventListener("click", (event) => {
  const more = event.target.closest && event.target.closest("#upload-more, [data-upload-more]");
  if (!more) return;
  const input = document.getElementById(more.dataset.for);
  input.dataset.adding = "1";
  input.click();
});
