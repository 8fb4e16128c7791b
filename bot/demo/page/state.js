/* What one person's app knows: chats, messages, commands. Events go in; nothing here draws. */

export class Inbox {
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
    if (event.type === "commands") this.commands.set(event.chat_id, event.commands);
    return true;
  }

  /** A message, once: the answer to a person's own sending and its event tell of the same one. */
  add(chatId, message) {
    const known = this.in(chatId);
    if (known.some((other) => other.message_id === message.message_id)) return;
    this.messages.set(chatId, [...known, message].sort(byId));
    const entry = this.entry(chatId, message.chat);
    if (!this.isOwn(message)) entry.unread += 1;
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

  in(chatId) {
    return this.messages.get(chatId) ?? [];
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

const byId = (a, b) => a.message_id - b.message_id;

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
