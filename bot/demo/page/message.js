/* One message → nodes: its parts by kind, its time, and the buttons below it. */
import { el, icon, unseen } from "./dom.js";
import { formatted, readUrl } from "./entities.js";
import { avatar, fullName, senderOf, toneOf } from "./names.js";
import { pollNode } from "./poll.js";
import { fileAddress } from "./server.js";
import { serviceLine } from "./service.js";
import { clock, fileSize, t } from "./texts.js";

/* The first kind that a message has is the one that is drawn. */
const KINDS = [
  ["photo", photo],
  ["document", documentFile],
  ["poll", (message, known) => [pollNode(message.poll, known)]],
  ["text", (message) => [written(message.text, message.entities)]],
];

/**
 * What goes into the bubble. `sender` is who wrote it, as the reader calls them; `isNamed` when that
 * is to be seen, too; `known` what stood here before, of which a poll stays.
 */
export function bubble(message, { sender, isNamed, known }) {
  const draw = KINDS.find(([field]) => message[field] !== undefined)?.[1] ?? unsupported;
  const nodes = [
    ...(isNamed ? face(message, sender) : [unseen(`${sender} `, { id: whoId(message) })]),
    isReply(message) && quoted(message.reply_to_message),
    ...draw(message, known.querySelector(".poll")),
  ].filter(Boolean);
  const last = nodes.at(-1);
  if (last.className === "text") last.append(meta(message)); // the time shares the last line
  else nodes.push(meta(message));
  return nodes;
}

export const articleId = ({ chat, message_id: id }) => `m${chat.id}-${id}`;
const whoId = (message) => `${articleId(message)}-who`;

/** The sender's name and initials, as the messages of a group bear them. */
function face(message, name) {
  const sender = senderOf(message);
  const tone = toneOf(sender);
  return [
    avatar(fullName(sender), tone),
    el("span", { class: `sender ${tone}`, id: whoId(message) }, el("bdi", {}, name), " "),
  ];
}

/** In a topic, what answers nothing answers the line that opened it. */
function isReply({ reply_to_message: answered }) {
  return answered && !answered.forum_topic_created;
}

function meta(message) {
  const when = new Date(message.date * 1000).toISOString();
  return el("span", { class: "meta", id: `${articleId(message)}-when` },
    message.edit_date && el("span", {}, `${t("edited")} `),
    el("time", { datetime: when }, clock(message.date)));
}

/** A message in one line, for the list of chats. */
export function summary(message) {
  if (message.photo) return message.caption ?? t("photo");
  if (message.document) return message.document.file_name ?? t("file");
  if (message.poll) return `${t("poll")}: ${message.poll.question}`;
  return message.text ?? serviceLine(message) ?? t("unsupported");
}

function photo(message) {
  const { file_id: fileId, width, height } = message.photo.at(-1);
  const name = message.caption ?? t("photo");
  const picture = el("img", { src: fileAddress(fileId), width, height, alt: name });
  const button = { type: "button", class: "photo", "aria-label": t("enlarge", { name }) };
  return [el("button", button, picture), caption(message)];
}

function documentFile(message) {
  const { file_id: fileId, file_name: name = t("file"), file_size: size } = message.document;
  const address = { class: "file", href: fileAddress(fileId), download: name };
  return [
    el("a", address,
      icon("file"),
      el("span", {}, el("b", {}, name), " ",
        el("small", {}, size ? `${fileSize(size)} · ` : "", t("download")))),
    caption(message),
  ];
}

function caption(message) {
  if (!message.caption) return null;
  return written(message.caption, message.caption_entities);
}

function written(text, entities) {
  return el("div", { class: "text", dir: "auto" }, formatted(text, entities));
}

function unsupported() {
  return [written(t("unsupported"), [{ type: "italic", offset: 0, length: t("unsupported").length }])];
}

/** The message that this one replies to, in a line that leads to it. */
function quoted(message) {
  const name = fullName(senderOf(message));
  return el("button", { type: "button", class: "quoted", "data-message": articleId(message) },
    unseen(`${t("repliesTo", { name })} `),
    el("b", { "aria-hidden": "true" }, el("bdi", {}, name)),
    el("span", {}, summary(message)));
}

/**
 * Bring the keyboard under a message up to date. The buttons stay the same elements as long as
 * they keep their number, so whoever stands on one keeps standing there.
 */
export function updateKeyboard(keyboard, markup, isBusy) {
  const buttons = (markup?.inline_keyboard ?? []).flatMap((row, i) =>
    row.map((button) => ({ button, row: i, width: row.length })));
  while (keyboard.children.length > buttons.length) keyboard.lastChild.remove();
  while (keyboard.children.length < buttons.length) keyboard.append(el("button", { type: "button" }));
  buttons.forEach((entry, i) => updateButton(keyboard.children[i], entry, isBusy));
  keyboard.hidden = buttons.length === 0;
}

function updateButton(node, { button, row, width }, isBusy) {
  const busy = button.callback_data !== undefined && isBusy(button.callback_data);
  node.className = `of-${Math.min(width, 8)} ${button.style ?? ""}`.trim();
  node.dataset.row = row;
  node.ariaBusy = busy ? "true" : null;
  node.action = actionOf(button);
  const label = [button.text, node.action.kind].join("\n");
  if (node.label === label) return;
  node.label = label;
  node.replaceChildren(el("span", {}, button.text), ...signOf(node.action));
}

function actionOf(button) {
  if (button.callback_data !== undefined) return { kind: "tap", data: button.callback_data };
  if (button.url && readUrl(button.url)) return { kind: "link", url: button.url };
  if (button.copy_text) return { kind: "copy", text: button.copy_text.text };
  return { kind: "none" };
}

function signOf({ kind }) {
  if (kind === "link") return [icon("out"), unseen(` (${t("opensLink")})`)];
  if (kind === "copy") return [icon("copy"), unseen(` (${t("copiesText")})`)];
  return [];
}
