/*
 * Text with Telegram's message entities → document nodes. Offsets are UTF-16 code units, as
 * JavaScript's own string indices are. What the bot sends only ever becomes text nodes and elements
 * made here.
 */
import { el } from "./dom.js";
import { t } from "./texts.js";

const MAKERS = {
  bold: (nodes) => [el("strong", {}, nodes)],
  italic: (nodes) => [el("em", {}, nodes)],
  underline: (nodes) => [el("u", {}, nodes)],
  strikethrough: (nodes) => [el("s", {}, nodes)],
  code: (nodes) => [el("code", {}, nodes)],
  spoiler: (nodes) => [spoiler(nodes)],
  pre: (nodes, entity) => [pre(nodes, entity.language)],
  blockquote: (nodes) => [el("blockquote", {}, nodes)],
  expandable_blockquote: (nodes) => [expandable(nodes)],
  url: (nodes, _, text) => link(nodes, text.includes("://") ? text : `https://${text}`),
  text_link: (nodes, entity) => link(nodes, entity.url),
  email: (nodes, _, text) => link(nodes, `mailto:${text}`),
  phone_number: (nodes, _, text) => link(nodes, `tel:${text}`),
  bot_command: (nodes, _, text) => [command(nodes, text)],
  mention: (nodes) => [el("span", { class: "tag" }, nodes)],
  text_mention: (nodes) => [el("span", { class: "tag" }, nodes)],
  hashtag: (nodes) => [el("span", { class: "tag" }, nodes)],
  cashtag: (nodes) => [el("span", { class: "tag" }, nodes)],
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The nodes that show `text` with its `entities`; unknown or impossible entities leave plain text. */
export function formatted(text, entities = []) {
  return build(text, 0, text.length, nested(text, entities));
}

/** Sort the entities outermost first and cut those that reach out of one another into pieces. */
function nested(text, entities) {
  const queue = entities
    .map(({ offset, length, ...rest }) => ({ ...rest, start: offset, end: offset + length }))
    .filter(({ type, start, end }) => type in MAKERS && 0 <= start && start < end)
    .map((entity) => ({ ...entity, end: Math.min(entity.end, text.length) }))
    .filter(({ start, end }) => start < end)
    .sort(outermostFirst);
  const roots = [];
  const open = [];
  while (queue.length) {
    const entity = { ...queue.shift(), inside: [] };
    while (open.length && open.at(-1).end <= entity.start) open.pop();
    const parent = open.at(-1);
    if (parent && entity.end > parent.end) {
      queue.push({ ...entity, start: parent.end });
      queue.sort(outermostFirst);
      entity.end = parent.end;
    }
    (parent ? parent.inside : roots).push(entity);
    open.push(entity);
  }
  return roots;
}

function outermostFirst(a, b) {
  return a.start - b.start || b.end - a.end || BLOCKS.has(b.type) - BLOCKS.has(a.type);
}

function build(text, start, end, entities) {
  const nodes = [];
  let at = start;
  for (const entity of entities) {
    if (at < entity.start) nodes.push(textBefore(text, at, entity));
    const inner = build(text, entity.start, entity.end, entity.inside);
    nodes.push(...MAKERS[entity.type](inner, entity, text.slice(entity.start, entity.end)));
    at = BLOCKS.has(entity.type) && text[entity.end] === "\n" ? entity.end + 1 : entity.end;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

/** A block starts a line by itself, so the line break before it goes. */
function textBefore(text, from, { type, start }) {
  return text.slice(from, BLOCKS.has(type) && text[start - 1] === "\n" ? start - 1 : start);
}

function link(nodes, address) {
  const url = readUrl(address);
  if (!url) return nodes;
  return [el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, nodes)];
}

/** The address as a URL when it is one that a chat may open, else null. */
export function readUrl(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function command(nodes, text) {
  return el("button", { type: "button", class: "command", "data-command": text }, nodes);
}

function spoiler(nodes) {
  const inner = el("span", { inert: true }, nodes);
  const reveal = (event) => {
    event.stopPropagation();
    event.preventDefault();
    inner.inert = false;
    for (const name of ["role", "aria-label"]) cover.removeAttribute(name);
    cover.tabIndex = -1;
    cover.className = "revealed";
    cover.removeEventListener("click", reveal);
    cover.removeEventListener("keydown", onKey);
  };
  const onKey = (event) => {
    if (event.key === "Enter" || event.key === " ") reveal(event);
  };
  const cover = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler"),
    onclick: reveal, onkeydown: onKey,
  }, inner);
  return cover;
}

function pre(nodes, language) {
  return el("pre", { tabindex: "0", "data-language": language }, el("code", {}, nodes));
}

function expandable(nodes) {
  const body = el("div", { class: "folded" }, nodes);
  const toggle = el("button", { type: "button", class: "fold", "aria-expanded": "false" });
  const say = () => {
    const folded = body.classList.contains("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.textContent = t(folded ? "showMore" : "showLess");
  };
  toggle.addEventListener("click", () => {
    body.classList.toggle("folded");
    say();
  });
  say();
  folds.observe(body);
  return el("blockquote", {}, body, toggle);
}

/* A quotation that fits when folded needs no button. */
const folds = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const cut = target.scrollHeight > target.clientHeight + 1;
    target.nextElementSibling.hidden = target.classList.contains("folded") && !cut;
  }
});
