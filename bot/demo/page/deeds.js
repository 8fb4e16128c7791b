/* What the person at the keyboard does: write, tap, vote, follow links. */
import { copy, groupBox, photoBox, shareBox, toast } from "./dialogs.js";
import { neighbour } from "./keys.js";
import { meaning } from "./links.js";
import { post } from "./server.js";
import { t } from "./texts.js";

/** The value of a promise, or null after saying what went wrong. */
export async function attempt(promise) {
  try {
    return await promise;
  } catch (failure) {
    toast(t("notSent", { reason: failure.message }));
    return null;
  }
}

export class Deeds {
  /**
   * `seat` tells who is at the keyboard and which chat is open; `openChat(id)` opens another; `draw()`
   * shows at once what a deed changed; `leave()` goes back from the messages to the box.
   */
  constructor({ seat, taps, openChat, draw, leave }) {
    Object.assign(this, { seat, taps, openChat, draw, leave });
  }

  /** Write into the open chat; true when it was sent. */
  async send(text) {
    const { person, inbox, chatId: chat, topic } = this.seat;
    const body = { person: person.id, chat, text, ...(topic && { thread: topic }) };
    const sent = await attempt(post("send", body));
    if (sent && this.seat.inbox === inbox) {
      inbox.add(chat, sent.message);
      this.draw();
    }
    return sent !== null;
  }

  clicked(event) {
    const node = event.target.closest("a, button");
    if (!node) return;
    if (node.action) this.#press(node);
    else if (node.dataset.command) this.send(node.dataset.command);
    else if (node.dataset.message) goTo(node.dataset.message);
    else if (node.matches(".retract")) this.#vote(node, []);
    else if (node.matches(".photo")) photoBox(node.querySelector("img"));
    else if (node.matches("a") && !node.download && this.follow(node.href)) event.preventDefault();
  }

  /** The form of a poll was sent. */
  voted(event) {
    event.preventDefault();
    const ticked = new FormData(event.target).getAll("option").map(Number);
    if (ticked.length) this.#vote(event.target, ticked);
  }

  pressed(event) {
    if (event.key === "Escape") return this.leave();
    const button = event.target.closest(".keyboard button");
    const next = button && neighbour(button, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Follow a link that leads back into the demo; false when it leads elsewhere. */
  follow(address) {
    const link = meaning(address, this.seat.bot.username);
    if (!link) return false;
    if (link.share !== undefined) shareBox(link.share);
    else if (link.startGroup !== undefined) this.#chooseGroup(link.startGroup);
    else this.#visitBot(link.start);
    return true;
  }

  #press(node) {
    const { kind, ...how } = node.action;
    if (kind === "tap") this.#tap(how.data, messageOf(node));
    else if (kind === "copy") copy(how.text);
    else if (kind === "none") toast(t("notHere"));
    else if (!this.follow(how.url)) window.open(how.url, "_blank", "noopener,noreferrer");
  }

  #tap(data, id) {
    const { person, chatId: chat } = this.seat;
    if (this.taps.isWaiting(chat, id, data)) return;
    const body = { person: person.id, chat, message_id: id, data };
    attempt(this.taps.tap(chat, id, data, async () => (await post("tap", body)).query_id));
  }

  /** Vote, or with no options retract the vote; while one is under way there is no other. */
  async #vote(node, options) {
    const poll = node.closest(".poll");
    if (poll.ariaBusy) return;
    poll.ariaBusy = "true";
    const { person, inbox, chatId: chat } = this.seat;
    const id = messageOf(node);
    const answer = await attempt(post("vote", { person: person.id, chat, message_id: id, options }));
    poll.ariaBusy = null;
    if (!answer || this.seat.inbox !== inbox) return;
    inbox.vote(chat, id, answer.poll);
    this.draw();
  }

  #visitBot(payload) {
    this.openChat(this.seat.person.id, "pushState");
    if (payload) this.send(`/start ${payload}`);
  }

  /** Let the person choose a group, or make one with everybody, and bring the bot there. */
  #chooseGroup(payload) {
    const { person, people, bot, inbox } = this.seat;
    const start = payload ? { payload } : {};
    const bring = (chat) => post("member", { chat, person: bot.id, status: "member", ...start });
    const members = people.map(({ id }) => id);
    const make = (title) =>
      post("groups", { person: person.id, title, members, supergroup: true, with_bot: true, ...start });
    groupBox(inbox.groups, {
      onGroup: async ({ id }) => await attempt(bring(id)) && this.openChat(id),
      onTitle: async (title) => {
        const chat = await attempt(make(title));
        if (chat) this.openChat(inbox.entry(chat.id, chat).chat.id);
      },
    });
  }
}

const messageOf = (node) => Number(node.closest(".message").id.split("-").at(-1));

function goTo(article) {
  const node = document.getElementById(article);
  node?.scrollIntoView({ block: "center" });
  node?.focus({ preventScroll: true });
}
