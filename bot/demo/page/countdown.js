/* Clocks that count down to a moment. One timer moves all of them that are on the page. */
import { el, icon, unseen } from "./dom.js";
import { duration, t } from "./texts.js";

const EVERY = 250; // milliseconds
const HURRY = 5; // seconds
const running = new Set();
let timer = null;

/** How long it is until `end` (Unix seconds), of `period` seconds in all. */
export function countdown(end, period) {
  const left = el("span", {});
  const node = el("span", { class: "countdown", role: "timer" },
    unseen(`${t("timeLeft")} `), left, icon("ring"));
  const clock = { node, left, end, period };
  show(clock);
  running.add(clock);
  timer ??= setInterval(tick, EVERY);
  return node;
}

function tick() {
  for (const clock of running) clock.node.isConnected ? show(clock) : running.delete(clock);
  if (running.size) return;
  clearInterval(timer);
  timer = null;
}

function show({ node, left, end, period }) {
  const seconds = Math.max(0, Math.ceil(end - Date.now() / 1000));
  const text = duration(seconds);
  if (left.textContent === text) return;
  left.textContent = text;
  node.classList.toggle("hurry", seconds <= HURRY);
  node.style.setProperty("--gone", String(1 - Math.min(1, seconds / period)));
}
