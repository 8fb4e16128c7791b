/* The open chat's messages: kept in step with the inbox without losing place or focus. */
import { arrange, el } from "./dom.js";
import { articleId, bubble, updateKeyboard } from "./message.js";
import { isGroup, senderOf } from "./names.js";
import { serviceLine } from "./service.js";
import { dayName, t } from "./texts.js";

const NEAR = 48; // pixels from the end that still count as reading the end
const TOGETHER = 5 * 60; // seconds within which messages of one sender stand together
const CONTROL = ".poll input:enabled, .keyboard:not([hidden]) button";

export class MessageLog {
  #drawn = new Map(); // message id → { node, message }
  #days = new Map();
  #behind = 0; // messages that came while the reader was further up
  #lastTop = 0;
  #opening = false;

  /** `pane` scrolls and holds `list`; `jump` leads back to the end; `onEnd` when it is reached. */
  constructor({ pane, list, jump, nameOf, isOwn, isBusy, onEnd }) {
    Object.assign(this, { pane, list, jump, nameOf, isOwn, isBusy, onEnd });
    this.atEnd = true;
    pane.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    jump.addEventListener("click", () => this.toEnd());
    const hold = new ResizeObserver(() => this.atEnd && this.toEnd());
    hold.observe(list);
    hold.observe(pane);
  }

  /** Show another chat (or the same one in another language) from its end. */
  open(messages) {
    this.#drawn.clear();
    this.#days.clear();
    this.list.replaceChildren();
    this.list.setAttribute("aria-live", "off"); // what was there before is not news
    this.#opening = true;
    this.update(messages);
    this.#opening = false;
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 100);
  }

  /** Draw what is new, changed or gone. */
  update(messages) {
    const place = this.#place();
    const focused = this.#focused();
    const fresh = messages.filter((message) => !this.#drawn.has(message.message_id));
    for (const message of messages) this.#draw(message);
    this.#forget(messages);
    arrange(this.list, this.#rows(messages));
    this.#keepFocus(focused);
    if (this.#opening || fresh.some(this.isOwn)) return this.toEnd();
    if (this.atEnd) return this.#follow(fresh);
    this.#restore(place);
    this.#behind += fresh.length;
    this.#showJump();
  }

  /** Show again which buttons wait for an answer. */
  refreshBusy() {
    for (const { node, message } of this.#drawn.values()) this.#drawKeyboard(node, message);
  }

  toEnd() {
    this.pane.scrollTop = this.pane.scrollHeight;
    this.#reachedEnd();
  }

  /** The first button, or answer of a poll, of the newest message that has any. */
  lastControl() {
    const messages = [...this.list.querySelectorAll(".message")];
    return messages.findLast((node) => node.querySelector(CONTROL))?.querySelector(CONTROL);
  }

  #draw(message) {
    const known = this.#drawn.get(message.message_id);
    if (known?.message === message) return;
    const line = serviceLine(message);
    const node = known?.node ?? (line ? service(line) : this.#make(message));
    if (!line) this.#fill(node, message);
    this.#drawn.set(message.message_id, { node, message });
  }

  #fill(node, message) {
    const content = node.querySelector(".bubble");
    const isNamed = isGroup(message.chat) && !this.isOwn(message);
    const sender = this.nameOf(message);
    arrange(content, bubble(message, { sender, isNamed, known: content }));
    content.classList.toggle("pictured", Boolean(message.photo));
    node.classList.toggle("named", isNamed);
    this.#drawKeyboard(node, message);
  }

  #make(message) {
    const id = articleId(message);
    const sides = [this.isOwn(message) ? "own" : "other", this.#opening ? "" : "fresh"];
    const label = `${id}-who ${id}-when`;
    return el("div",
      { role: "article", class: `message ${sides.join(" ")}`, tabindex: "-1", id, "aria-labelledby": label },
      el("div", { class: "bubble" }),
      el("div", { class: "keyboard", role: "group", "aria-label": t("buttons") }));
  }

  #drawKeyboard(node, message) {
    const isBusy = (data) => this.isBusy(message, data);
    const keyboard = node.querySelector(".keyboard");
    if (keyboard) updateKeyboard(keyboard, message.reply_markup, isBusy);
  }

  #forget(messages) {
    const ids = new Set(messages.map((message) => message.message_id));
    for (const id of this.#drawn.keys()) if (!ids.has(id)) this.#drawn.delete(id);
  }

  /** Articles with a line for each day, neighbours of one sender close together. */
  #rows(messages) {
    const rows = [];
    messages.forEach((message, i) => {
      const [before, after] = [messages[i - 1], messages[i + 1]];
      if (!before || dayOf(before) !== dayOf(message)) rows.push(this.#day(message));
      const { node } = this.#drawn.get(message.message_id);
      node.classList.toggle("first", !(before && together(before, message)));
      node.classList.toggle("last", !(after && together(message, after)));
      rows.push(node);
    });
    return rows;
  }

  #day(message) {
    const day = dayOf(message);
    if (!this.#days.has(day)) {
      const name = dayName(new Date(message.date * 1000));
      this.#days.set(day, el("div", { class: "day" }, el("span", {}, name)));
    }
    return this.#days.get(day);
  }

  /* Focus */

  #focused() {
    const node = document.activeElement;
    return node !== this.list && this.list.contains(node) ? node.closest(".message") : null;
  }

  /** When the focused button is gone, the focus moves to its message, or to the end of the log. */
  #keepFocus(message) {
    if (!message || this.list.contains(document.activeElement)) return;
    (message.isConnected ? message : this.pane).focus({ preventScroll: true });
  }

  /* Place */

  #place() {
    const top = this.pane.getBoundingClientRect().top;
    const seen = [...this.list.children].find((row) => row.getBoundingClientRect().bottom > top);
    return seen && { seen, top: seen.getBoundingClientRect().top };
  }

  #restore(place) {
    if (!place?.seen.isConnected) return;
    this.pane.scrollTop += place.seen.getBoundingClientRect().top - place.top;
    this.#lastTop = this.pane.scrollTop;
  }

  /** Scroll on to the end, but never past the beginning of a newest message longer than the pane. */
  #follow(fresh) {
    this.toEnd();
    if (!fresh.length) return;
    const { node } = this.#drawn.get(fresh.at(-1).message_id);
    const hidden = this.pane.getBoundingClientRect().top - node.getBoundingClientRect().top;
    if (hidden <= 0) return;
    this.pane.scrollTop -= hidden + 8;
    this.#scrolled();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.pane;
    const wentUp = scrollTop < this.#lastTop;
    this.#lastTop = scrollTop;
    if (scrollHeight - clientHeight - scrollTop < NEAR) this.#reachedEnd();
    else if (wentUp) this.atEnd = false;
    this.#showJump();
  }

  #reachedEnd() {
    this.atEnd = true;
    this.#behind = 0;
    this.#lastTop = this.pane.scrollTop;
    this.#showJump();
    this.onEnd();
  }

  #showJump() {
    this.jump.hidden = this.atEnd;
    const label = this.#behind ? t("newMessages", { n: this.#behind }) : t("toLatest");
    this.jump.setAttribute("aria-label", label);
    this.jump.title = label;
    this.jump.querySelector(".badge").textContent = this.#behind || "";
  }
}

const service = (line) => el("div", { class: "service" }, el("span", {}, line));

const dayOf = (message) => new Date(message.date * 1000).toDateString();

function together(a, b) {
  if (serviceLine(a) || serviceLine(b) || senderOf(a)?.id !== senderOf(b)?.id) return false;
  return b.date - a.date < TOGETHER && dayOf(a) === dayOf(b);
}
