/*
 * A poll as this person may see it: a form while it can be answered (or while the answer waits for
 * the results), then what everybody chose. A poll's node stays the same all its life, so that a tick
 * not yet sent, and whoever stands on it, outlast the votes of others.
 */
import { countdown } from "./countdown.js";
import { el, icon, redraw, unseen } from "./dom.js";
import { formatted } from "./entities.js";
import { t } from "./texts.js";

/** The poll's node: `known` brought up to date, or a new one. */
export function pollNode(poll, known) {
  const node = known ?? make();
  const face = poll.results_shown ? results : question;
  const isNew = node.face !== face;
  node.face = face;
  face(node, poll, isNew);
  say(node.status, outcome(poll));
  say(node.total, total(poll));
  return node;
}

function make() {
  const node = el("div", { class: "poll" });
  node.body = el("div");
  node.status = el("p", { class: "outcome", role: "status" });
  node.total = el("p", { class: "total" });
  node.append(node.body, node.status, node.total);
  return node;
}

/* The question */

function question(node, poll, isNew) {
  const voted = poll.chosen.length > 0;
  const retracted = !voted && node.body.querySelector(".settled");
  if (isNew || retracted) node.body.replaceChildren(form(poll));
  const asked = node.body.firstChild;
  asked.classList.toggle("settled", voted);
  if (voted) settle(asked, poll.chosen);
  asked.querySelector(".retract").hidden = !voted || !poll.allows_revoting;
  offer(asked, poll);
}

function form(poll) {
  const kind = poll.allows_multiple_answers ? "checkbox" : "radio";
  const asked = el("form", { autocomplete: "off" },
    el("fieldset", {},
      el("legend", {}, el("bdi", {}, poll.question)),
      about(poll),
      poll.options.map((option, i) => choice(kind, option, i))),
    el("button", { class: "vote", type: "submit" }, t("vote")),
    retract());
  if (kind === "radio") answerAtOnce(asked);
  asked.addEventListener("change", () => offer(asked, poll));
  return asked;
}

function choice(kind, option, position) {
  return el("label", { class: "option" },
    el("input", { type: kind, name: "option", value: position }),
    el("bdi", {}, option.text));
}

/** A click on an answer, or Enter, is the vote; the arrow keys only move among the answers. */
function answerAtOnce(asked) {
  asked.addEventListener("click", ({ target, detail }) => {
    const input = target.closest("label")?.control;
    if (detail > 0 && input && !input.matches(":disabled")) answer(asked, input);
  });
  asked.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "radio") return;
    event.preventDefault();
    answer(asked, event.target);
  });
}

function answer(asked, input) {
  input.checked = true;
  asked.requestSubmit();
}

/** Several answers are sent by a button; one answer too, once it was chosen without a click. */
function offer(asked, poll) {
  const button = asked.querySelector(".vote");
  const ticked = asked.querySelector(":checked") !== null;
  const isOpen = !asked.classList.contains("settled");
  button.hidden = !isOpen || !(poll.allows_multiple_answers || ticked);
  button.disabled = !ticked;
}

/** The vote is in: what was chosen stands, and nothing else can be. */
function settle(asked, chosen) {
  if (asked.contains(document.activeElement)) document.activeElement.blur(); // the log keeps the place
  const inputs = [...asked.querySelectorAll("input")];
  inputs.forEach((input, i) => Object.assign(input, { checked: chosen.includes(i), disabled: true }));
}

/* The results */

function results(node, poll, isNew) {
  if (isNew) node.explains = answeredWrong(poll);
  const explanation = el("div", { class: "explanation", hidden: !node.explains },
    formatted(poll.explanation ?? "", poll.explanation_entities));
  redraw(node.body, [
    el("p", { class: "asked" }, el("bdi", {}, poll.question)),
    about(poll, poll.explanation && bulb(node, explanation)),
    explanation,
    el("ul", { class: isNew ? "results fresh" : "results" },
      poll.options.map((option, i) => result(poll, option, i))),
    !poll.is_closed && poll.allows_revoting && retract(),
  ]);
}

const SIGNS = { right: "✓", wrong: "✗", chosen: "✓" };

function result(poll, option, position) {
  const share = poll.total_voter_count ? option.voter_count / poll.total_voter_count : 0;
  const percent = `${Math.round(100 * share)}%`;
  const chosen = poll.chosen.includes(position);
  const verdict = verdictOn(poll, position, chosen);
  const words = [
    percent, t("votes", { n: option.voter_count }), chosen && t("yourChoice"),
    ["right", "wrong"].includes(verdict) && t(`${verdict}Answer`),
  ];
  const row = el("li", { class: `${verdict} ${chosen ? "mine" : ""}`.trim() },
    el("b", { "aria-hidden": "true" }, percent),
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[verdict] ?? ""),
    el("bdi", { class: "label" }, option.text),
    el("span", { class: "count", "aria-hidden": "true" }, String(option.voter_count)),
    unseen(` ${words.filter(Boolean).join(", ")}`),
    el("span", { class: "bar" }));
  row.style.setProperty("--share", String(share));
  return row;
}

function verdictOn(poll, position, chosen) {
  if (poll.correct_option_ids?.includes(position)) return "right";
  if (poll.correct_option_ids) return chosen ? "wrong" : "";
  return chosen ? "chosen" : "";
}

function bulb(node, explanation) {
  const button = el("button", {
    type: "button", class: "bulb", "data-key": "bulb", "aria-label": t("explanation"),
    title: t("explanation"), "aria-expanded": String(node.explains),
    onclick: () => {
      node.explains = !node.explains;
      explanation.hidden = !node.explains;
      button.setAttribute("aria-expanded", String(node.explains));
    },
  }, icon("bulb"));
  return button;
}

/* Both */

/** What kind of poll it is and how long it is open; its description. */
function about(poll, extra) {
  const kind = t(`${poll.type === "quiz" ? "quiz" : "poll"}${poll.is_anonymous ? "Anonymous" : ""}`);
  const several = poll.allows_multiple_answers && !poll.is_closed && t("severalAnswers");
  const said = poll.is_closed ? t("finalResults") : [kind, several].filter(Boolean).join(" · ");
  return [
    el("div", { class: "about" },
      el("span", {}, said),
      !poll.is_closed && poll.close_date && countdown(poll.close_date, poll.open_period),
      extra),
    poll.description &&
      el("div", { class: "text" }, formatted(poll.description, poll.description_entities)),
  ];
}

/** How many voted; on a line that the message's time shares. */
function total({ total_voter_count: n }) {
  return n ? t("voters", { n }) : t("noVoters");
}

const retract = () =>
  el("button", { type: "button", class: "retract", "data-key": "retract" }, t("retract"));

/** What became of this person's answer, in words. */
function outcome(poll) {
  if (poll.chosen.length === 0) return poll.is_closed ? t("pollClosed") : "";
  if (!poll.results_shown) return t("resultsLater");
  if (!poll.correct_option_ids) return t("voted");
  return t(answeredWrong(poll) ? "answeredWrong" : "answeredRight");
}

function answeredWrong({ chosen, correct_option_ids: right = chosen }) {
  return chosen.length > 0 && String(chosen) !== String(right);
}

/** Written only when it is news, for what changes is read out. */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
