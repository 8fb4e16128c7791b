/* What people, bots and chats are called, and the picture with their initials. */
import { el } from "./dom.js";

const TONES = 7;

export function fullName({ title, first_name: first, last_name: last }) {
  return title ?? [first, last].filter(Boolean).join(" ");
}

/** Who a message comes from: a user, or the chat in whose name it was written. */
export const senderOf = (message) => message.sender_chat ?? message.from;

/** A round picture with the initials of `name`; `tone` is the class that colours it. */
export function avatar(name, tone, extra) {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return el("span", { class: `avatar ${tone}`, "aria-hidden": "true" },
    initials.toLocaleUpperCase(), extra);
}

/** The class that colours somebody's name and picture, always the same. */
export function toneOf({ id, is_bot: isBot }) {
  return isBot ? "of-bot" : `tone-${Math.abs(id) % TONES}`;
}

/** A private chat is called after the bot, a group after itself. */
export const chatName = (chat, bot) => fullName(isGroup(chat) ? chat : bot);

export const chatTone = (chat) => (isGroup(chat) ? toneOf(chat) : "of-bot");

export const isGroup = (chat) => chat.type !== "private";
