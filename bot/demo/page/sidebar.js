/* The people at the keyboard and the chats of the one who is there now. */
import { el, redraw, unseen } from "./dom.js";
import { summary } from "./message.js";
import { languageName, shortWhen, t } from "./texts.js";

const TONES = 7;

export function fullName({ first_name: first, last_name: last }) {
  return [first, last].filter(Boolean).join(" ");
}

/** A round picture with the initials of `name`; `tone` is the class that colours it. */
export function avatar(name, tone, extra) {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return el("span", { class: `avatar ${tone}`, "aria-hidden": "true" },
    initials.toLocaleUpperCase(), extra);
}

/** The switch: everybody who can sit at the keyboard. `unreadOf(id)` counts what waits for them. */
export function drawPeople(nav, people, current, unreadOf, onAdd) {
  const add = {
    type: "button", class: "person add", "data-key": "add", onclick: onAdd,
    "aria-label": t("addPerson"), title: t("addPerson"),
  };
  redraw(nav, [
    ...people.map((person) => personButton(person, person.id === current, unreadOf(person.id))),
    el("button", add, el("span", { class: "avatar", "aria-hidden": "true" }, "+"),
      el("span", { class: "name" }, t("add"))),
  ]);
}

function personButton(person, isCurrent, unread) {
  const code = person.language_code ?? "en";
  const about = [fullName(person), languageName(code), unread && t("unread", { n: unread })];
  const attributes = {
    type: "button", class: "person", "data-key": person.id, "data-person": person.id,
    "aria-pressed": String(isCurrent), "aria-label": about.filter(Boolean).join(", "),
    title: `${fullName(person)} · ${languageName(code)}`,
  };
  const flag = el("span", { class: "language" }, code.split("-")[0].toUpperCase());
  return el("button", attributes,
    avatar(fullName(person), toneOf(person.id), flag),
    el("span", { class: "name" }, person.first_name),
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

function chatButton({ chat, unread, last }, inbox, bot, open, subtitle) {
  const name = chatName(chat, bot);
  const attributes = {
    type: "button", class: "chat", "data-key": chat.id, "data-chat": chat.id,
    "aria-current": chat.id === open ? "true" : null,
  };
  const mine = last && inbox.isOwn(last) ? `${t("you")}: ` : "";
  const line = subtitle(chat.id) ?? (last ? mine + summary(last) : t("noMessages"));
  return el("button", attributes,
    avatar(name, chatTone(chat)),
    el("span", { class: "name" }, name),
    el("span", { class: "when" }, last ? shortWhen(last.date) : ""),
    el("span", { class: "line" }, line),
    badge(unread));
}

/** A private chat is called after the bot, a group after itself. */
export function chatName(chat, bot) {
  return chat.type === "private" ? fullName(bot) : chat.title;
}

export function chatTone(chat) {
  return chat.type === "private" ? "of-bot" : toneOf(chat.id);
}

const toneOf = (id) => `tone-${Math.abs(id) % TONES}`;
