// One small bundle for every face. Pages work without it; with it they are quicker and kinder.
import htmx from "htmx.org";
import "./js/choices.js";
import "./js/copy.js";
import "./js/guide.js";
import "./js/clock_strip.js";
import "./js/read_aloud.js";
import "./js/upload.js";

window.htmx = htmx;
document.documentElement.classList.add("scripted");
