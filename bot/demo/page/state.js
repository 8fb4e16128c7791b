/* What one person's app knows: chats, messages, commands. Events go in; nothing here draws. */
import { isGroup } from "./names.js";

export const GENERAL = 0; // the topic of messages that are in none

export class Inbox {
  #moved = new Map(); // group → the supergroup that it became
  #news = new Map(); // chat and topic → messages of others since it was last read

  /** From the answer of /client/view. */
  constructor(view, person) {
    this.person = person;
    this.at = view.at;
    this.chats = new Map(view.chats.map((entry) => [entry.chat.id, { ...entry }]));
    this.messages = new Map();
    for (const [chat, messages] of Object.entries(view.messages)) {
      this.messages.set(Number(chat), [...messages].sort(byId));
    }
    this.commands = new Map();
    for (const [chat, commands] of Object.entries(view.commands)) {
      this.commands.set(Number(chat), commands);
    }
  }

  /** Take in one event; false when it is an old one, already known. */
  apply(event) {
    if (event.id <= this.at) return false;
    this.at = event.id;
    if (event.type === "message") this.add(event.chat_id, event.message);
    if (event.type === "edit") this.replace(event.chat_id, event.message);
    if (event.type === "delete") this.remove(event.chat_id, event.message_id);
    if (event.type === "poll") this.vote(event.chat_id, event.message_id, event.poll);
    if (event.type === "group") this.#gather(event.chat_id, event.group);
    if (event.type === "gone") this.leave(event.chat_id);
    if (event.type === "commands") this.commands.set(event.chat_id, event.commands);
    return true;
  }

  /** A message, once: the answer to a person's own sending and its event tell of the same one. */
  add(chatId, message) {
    const known = this.in(chatId);
    if (known.some((other) => other.message_id === message.message_id)) return;
    this.messages.set(chatId, [...known, message].sort(byId));
    const entry = this.entry(chatId, message.chat);
    if (!this.isOwn(message)) this.#noteNews(entry, chatId, topicOf(message));
    if (message.migrate_to_chat_id) this.#moved.set(chatId, message.migrate_to_chat_id);
    this.#noteLast(chatId);
  }

  replace(chatId, message) {
    const same = (other) => (other.message_id === message.message_id ? message : other);
    this.messages.set(chatId, this.in(chatId).map(same));
    this.#noteLast(chatId);
  }

  remove(chatId, messageId) {
    const others = this.in(chatId).filter((message) => message.message_id !== messageId);
    this.messages.set(chatId, others);
    this.#noteLast(chatId);
  }

  leave(chatId) {
    for (const known of [this.chats, this.messages, this.commands]) known.delete(chatId);
  }

  /** The chat that a group which is gone has become, or null. */
  movedTo(chatId) {
    return this.#moved.get(chatId) ?? null;
  }

  get groups() {
    return [...this.chats.values()].map(({ chat }) => chat).filter(isGroup);
  }

  in(chatId) {
    return this.messages.get(chatId) ?? [];
  }

  inTopic(chatId, topic) {
    if (!this.topics(chatId).length) return this.in(chatId);
    return this.in(chatId).filter((message) => topicOf(message) === topic);
  }

  topics(chatId) {
    return this.chats.get(chatId)?.group?.topics ?? [];
  }

  /** Whether this person voted in the newest poll that is open there. */
  hasVoted(chatId, topic) {
    const open = this.inTopic(chatId, topic).findLast(({ poll }) => poll && !poll.is_closed);
    return open !== undefined && open.poll.chosen.length > 0;
  }

  newsIn(chatId, topic) {
    return this.#news.get(`${chatId} ${topic}`) ?? 0;
  }

  /** What is in the open topic has been read; of a chat, all that waited. */
  markRead(chatId, topic) {
    this.chats.get(chatId).unread = 0;
    this.#news.delete(`${chatId} ${topic}`);
  }

  #noteNews(entry, chatId, topic) {
    entry.unread += 1;
    this.#news.set(`${chatId} ${topic}`, this.newsIn(chatId, topic) + 1);
  }

  vote(chatId, messageId, poll) {
    const message = this.in(chatId).find((other) => other.message_id === messageId);
    if (message) this.replace(chatId, { ...message, poll });
  }

  #gather(chatId, group) {
    const entry = this.chats.get(chatId);
    if (entry) entry.group = group;
  }

  entry(chatId, chat) {
    if (!this.chats.has(chatId)) this.chats.set(chatId, { chat, unread: 0, last: null });
    return this.chats.get(chatId);
  }

  isOwn(message) {
    return message.from?.id === this.person.id;
  }

  get unread() {
    return [...this.chats.values()].reduce((sum, entry) => sum + entry.unread, 0);
  }

  /** The chats, the one with the newest message first. */
  get sorted() {
    return [...this.chats.values()].sort((a, b) => (b.last?.date ?? 0) - (a.last?.date ?? 0));
  }

  #noteLast(chatId) {
    const entry = this.chats.get(chatId);
    if (entry) entry.last = this.in(chatId).at(-1) ?? null;
  }
}

const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : GENERAL);

const byId = (a, b) => a.message_id - b.message_id;

/** What the bot is doing in a chat (typing, …) until `lasts` milliseconds have passed. */
export class ChatActions {
  #going = new Map();

  constructor(lasts, changed) {
    Object.assign(this, { lasts, changed });
  }

  /** The action there now, if any. */
  in(chat) {
    return this.#going.get(chat)?.action;
  }

  /** An action begins, or with null ends. */
  set(chat, action) {
    clearTimeout(this.#going.get(chat)?.timer);
    const timer = action && setTimeout(() => this.set(chat, null), this.lasts);
    this.#going.set(chat, { action, timer });
    this.changed();
  }

  forget() {
    for (const { timer } of this.#going.values()) clearTimeout(timer);
    this.#going.clear();
  }
}

/** Taps that wait for the bot's answer; `changed` is called whenever one begins or ends. */
export class Taps {
  #waiting = new Map();
  #early = new Set();

  constructor(patience, changed, gaveUp) {
    Object.assign(this, { patience, changed, gaveUp });
  }

  isWaiting(chat, messageId, data) {
    return this.#waiting.has(keyOf(chat, messageId, data));
  }

  /** `send` delivers the tap and promises its query id. */
  async tap(chat, messageId, data, send) {
    const key = keyOf(chat, messageId, data);
    const entry = { query: null, timer: setTimeout(() => this.#giveUp(key), this.patience) };
    this.#waiting.set(key, entry);
    this.changed();
    try {
      entry.query = await send();
      if (this.#early.delete(entry.query)) this.#end(key);
    } catch (failure) {
      this.#end(key);
      throw failure;
    }
  }

  /** The bot answered; its notice may overtake the response that tells the query's id. */
  answered(query) {
    for (const [key, entry] of this.#waiting) if (entry.query === query) return this.#end(key);
    this.#early.add(query);
  }

  forget() {
    for (const entry of this.#waiting.values()) clearTimeout(entry.timer);
    this.#waiting.clear();
    this.#early.clear();
  }

  #giveUp(key) {
    this.#end(key);
    this.gaveUp();
  }

  #end(key) {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
    this.changed();
  }
}

const keyOf = (chat, messageId, data) => `${chat} ${messageId} ${data}`;
