/* The people at the keyboard and the chats of the one who is there now. */
import { el, icon, redraw, unseen } from "./dom.js";
import { summary } from "./message.js";
import { avatar, chatName, chatTone, fullName, isGroup, senderOf, toneOf } from "./names.js";
import { serviceLine } from "./service.js";
import { languageName, shortWhen, t } from "./texts.js";

/**
 * The switch: everybody who can sit at the keyboard. `about(id)` tells how many messages are unread
 * by them, and whether they voted in the poll that is open now.
 */
export function drawPeople(nav, people, current, about, onAdd) {
  const add = {
    type: "button", class: "person add", "data-key": "add", onclick: onAdd,
    "aria-label": t("addPerson"), title: t("addPerson"),
  };
  redraw(nav, [
    ...people.map((person, i) => personButton(person, i, person.id === current, about(person.id))),
    el("button", add, el("span", { class: "avatar", "aria-hidden": "true" }, "+"),
      el("span", { class: "name" }, t("add"))),
  ]);
}

function personButton(person, position, isCurrent, { unread, hasVoted }) {
  const code = person.language_code ?? "en";
  const about = [
    fullName(person), languageName(code), unread && t("unread", { n: unread }), hasVoted && t("hasVoted"),
  ];
  const shortcut = position < 9 ? `Alt+${position + 1}` : null;
  const attributes = {
    type: "button", class: "person", "data-key": person.id, "data-person": person.id,
    "aria-pressed": String(isCurrent), "aria-label": about.filter(Boolean).join(", "),
    "aria-keyshortcuts": shortcut,
    title: [fullName(person), languageName(code), shortcut].filter(Boolean).join(" · "),
  };
  const flag = el("span", { class: "language" }, code.split("-")[0].toUpperCase());
  return el("button", attributes,
    avatar(fullName(person), toneOf(person), flag),
    el("span", { class: "name" }, person.first_name),
    hasVoted && el("span", { class: "voted", "aria-hidden": "true", title: t("hasVoted") }, "✓"),
    badge(unread));
}

function badge(unread) {
  if (!unread) return null;
  return el("span", { class: "badge" }, el("span", { "aria-hidden": "true" }, String(unread)),
    unseen(t("unread", { n: unread })));
}

/** The list of chats; `subtitle(chatId)` says what goes on there now (typing), if anything. */
export function drawChats(list, inbox, bot, open, subtitle) {
  redraw(list, inbox.sorted.map((entry) => el("li", {}, chatButton(entry, inbox, bot, open, subtitle))));
}

function chatButton({ chat, unread, last, group }, inbox, bot, open, subtitle) {
  const name = chatName(chat, bot);
  const attributes = {
    type: "button", class: "chat", "data-key": chat.id, "data-chat": chat.id,
    "aria-current": chat.id === open ? "true" : null,
  };
  const line = subtitle(chat.id) ?? (last ? by(last, inbox) + summary(last) : t("noMessages"));
  return el("button", attributes,
    avatar(name, chatTone(chat)),
    el("span", { class: "name" }, name, group && membersSign(group)),
    el("span", { class: "when" }, last ? shortWhen(last.date) : ""),
    el("span", { class: "line" }, line),
    badge(unread));
}

/** Who said the last thing, where that is not plain. */
function by(message, inbox) {
  if (serviceLine(message)) return "";
  if (inbox.isOwn(message)) return `${t("you")}: `;
  return isGroup(message.chat) ? `${fullName(senderOf(message))}: ` : "";
}

function membersSign({ members: { length: n } }) {
  return el("span", { class: "members" }, icon("people"),
    el("span", { "aria-hidden": "true" }, String(n)), unseen(`, ${t("members", { n })}`));
}
