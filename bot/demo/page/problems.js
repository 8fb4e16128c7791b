/* What is wrong with an editor's question sets, folded into one line until it is opened. */
import { el } from "./dom.js";
import { t } from "./texts.js";

export function drawProblems(panel, problems) {
  panel.hidden = problems.length === 0;
  const list = problems.map((problem) => el("li", { class: problem.severity }, ...lines(problem)));
  panel.querySelector("ul").replaceChildren(...list);
  panel.querySelector(".count").textContent = counted(problems);
}

function counted(problems) {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  return [errors && t("errors", { n: errors }), warnings && t("warnings", { n: warnings })]
    .filter(Boolean).join(", ");
}

function lines({ file, line, column, severity, code, message, hint }) {
  const place = [file, line, column].filter(Boolean).join(":");
  return [
    el("div", {}, el("b", { class: "severity" }, t(severity === "error" ? "error" : "warning")), " ",
      el("span", { class: "place" }, place), " ", el("code", {}, code)),
    el("div", {}, message),
    hint && el("div", { class: "hint" }, t("hint", { text: hint })),
  ].filter(Boolean);
}
