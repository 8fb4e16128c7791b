/* The page as a whole: who is at the keyboard, which chat is open, what happens when. */
import { Composer } from "./composer.js";
import { alertBox, copy, personBox, photoBox, prepareDialogs, shareBox, toast } from "./dialogs.js";
import { neighbour } from "./keys.js";
import { meaning } from "./links.js";
import { MessageLog } from "./log.js";
import { drawProblems } from "./problems.js";
import { follow, get, post, Refused } from "./server.js";
import { avatar, chatName, chatTone, drawChats, drawPeople, fullName } from "./sidebar.js";
import { Inbox, Taps } from "./state.js";
import { fillIn, speak, t } from "./texts.js";

const PATIENCE = 10_000; // milliseconds until a tap counts as unanswered
const TYPING_LASTS = 6_000;
const $ = (id) => document.getElementById(id);
const isPhone = matchMedia("(max-width: 719px)");
const hasKeyboard = matchMedia("(pointer: fine)");

let bot, people, title, problems;
let person, inbox;
let chatId = null;
let unfollow = () => {};
let waiting = new Map(); // person id → unread messages, of those not at the keyboard
const actions = new Map(); // chat id → { action, timer } of what the bot is doing

const taps = new Taps(PATIENCE, () => log.refreshBusy(), () => toast(t("noAnswer")));

const log = new MessageLog({
  pane: $("pane"), list: $("log"), jump: $("jump"),
  nameOf: (message) => (inbox.isOwn(message) ? t("you") : message.from?.first_name ?? ""),
  isOwn: (message) => inbox.isOwn(message),
  isBusy: (message, data) => taps.isWaiting(message.chat.id, message.message_id, data),
  onEnd: () => markRead(),
});

const composer = new Composer({
  send: (text) => send(chatId, text),
  up: () => focusLastKeyboard(),
  commands: () => inbox?.commands.get(chatId) ?? [],
});

/* Who is at the keyboard */

async function sitDown(id) {
  const next = people.find((someone) => someone.id === id) ?? people[0];
  const view = await get("view", { person: next.id });
  unfollow();
  person = next;
  sessionStorage.setItem("person", person.id);
  inbox = new Inbox(view, person);
  bot = view.bot;
  taps.forget();
  actions.clear();
  document.documentElement.lang = speak(person.language_code);
  fillIn(document);
  drawProblems($("problems"), problems);
  unfollow = follow(person.id, { after: () => inbox.at, onEvent: happened, onLink: linked, check: stillThere });
  countOthers();
}

async function changePerson(id) {
  await sitDown(id);
  const chat = isPhone.matches ? null : lastChat();
  history.replaceState({ chat }, "");
  showChat(chat);
}

/** The stand-in may have been started anew; then nothing known here holds any more. */
async function stillThere() {
  try {
    const view = await get("view", { person: person.id });
    if (view.at < inbox.at) location.reload();
  } catch (failure) {
    if (failure instanceof Refused) location.reload();
    throw failure;
  }
}

function linked(isUp) {
  const wasDown = $("offline").textContent !== "";
  $("offline").textContent = isUp ? "" : t("offline");
  if (isUp && wasDown) toast(t("online"));
}

/** How many messages wait for the people who are not at the keyboard. */
async function countOthers() {
  const others = people.filter((someone) => someone !== person);
  const views = await Promise.all(others.map(({ id }) => get("view", { person: id }))).catch(() => null);
  if (!views) return; // the lost connection is shown already
  const unread = ({ chats }) => chats.reduce((sum, entry) => sum + entry.unread, 0);
  waiting = new Map(views.map((view, i) => [others[i].id, unread(view)]));
  drawLists();
}

const addPerson = () => personBox((fields) => attempt(welcome(fields)));

async function welcome(fields) {
  const added = await post("people", fields);
  ({ people } = await get("hello"));
  await changePerson(added.id);
}

/* Which chat is open */

/** The chat opened last by this person; at first, on a wide page, the only one there is. */
function lastChat() {
  const stored = Number(sessionStorage.getItem(`chat of ${person.id}`));
  if (inbox.chats.has(stored)) return stored;
  return isPhone.matches ? null : inbox.sorted[0]?.chat.id ?? null;
}

function openChat(id) {
  const step = chatId === null ? "pushState" : "replaceState";
  if (id !== chatId) history[step]({ chat: id }, "");
  showChat(id);
  focusBox();
}

/** Where one writes next; not on a touch screen, where its keyboard would cover half the chat. */
function focusBox() {
  if (hasKeyboard.matches) ($("composer").hidden ? $("start") : composer).focus();
}

function showChat(id) {
  chatId = inbox.chats.has(id) ? id : null;
  document.body.dataset.pane = chatId === null ? "list" : "chat";
  $("chat").hidden = chatId === null;
  $("no-chat").hidden = chatId !== null;
  if (chatId !== null) {
    sessionStorage.setItem(`chat of ${person.id}`, chatId);
    composer.open(`${person.id} ${chatId}`);
    drawHeader();
    log.open(inbox.in(chatId));
  }
  drawLists();
}

function markRead() {
  const entry = inbox?.chats.get(chatId);
  if (!entry?.unread || document.hidden || !log.atEnd) return;
  entry.unread = 0;
  post("read", { person: person.id, chat: chatId }).catch(() => {}); // asked again with the next message
  drawLists();
}

/* What is drawn besides the messages */

function drawLists() {
  drawPeople($("people"), people, person.id, unreadOf, addPerson);
  drawChats($("chat-list"), inbox, bot, chatId, actionIn);
  $("chats-title").textContent = t("yourChats", { name: person.first_name });
  $("back-badge").textContent = inbox.unread || "";
  document.title = inbox.unread ? `(${inbox.unread}) ${title}` : title;
}

const unreadOf = (id) => (id === person.id ? inbox.unread : waiting.get(id) ?? 0);

function drawHeader() {
  const { chat } = inbox.chats.get(chatId);
  const name = chatName(chat, bot);
  const isNew = inbox.in(chatId).length === 0;
  $("chat-avatar").replaceChildren(avatar(name, chatTone(chat)));
  $("chat-name").textContent = name;
  $("chat-state").textContent = actionIn(chatId) ?? t(chat.type === "private" ? "bot" : "group");
  $("chat-state").classList.toggle("doing", actions.has(chatId));
  $("description").textContent = bot.description;
  $("welcome").hidden = !isNew || !bot.description;
  $("start").hidden = !isNew;
  $("composer").hidden = isNew;
}

const ACTIONS = { upload_photo: "sendingPhoto", upload_document: "sendingFile" };

function actionIn(id) {
  return actions.has(id) ? `${t(ACTIONS[actions.get(id).action] ?? "typing")} …` : null;
}

function setAction(id, action) {
  clearTimeout(actions.get(id)?.timer);
  if (action) actions.set(id, { action, timer: setTimeout(() => setAction(id, null), TYPING_LASTS) });
  else actions.delete(id);
  drawSoon();
}

/* What happens */

const REACTIONS = {
  message({ chat_id: chat, message }) {
    if (!inbox.isOwn(message)) setAction(chat, null);
    drawSoon();
    countOthersSoon();
  },
  edit: drawSoon,
  delete: drawSoon,
  typing: ({ chat_id: chat, action }) => setAction(chat, action),
  commands: () => composer.open(composer.key),
  notice({ query_id: query, text, alert, url }) {
    taps.answered(query);
    if (text) (alert ? alertBox : toast)(text);
    if (url) followLink(url);
  },
  problems(event) {
    ({ problems } = event);
    drawProblems($("problems"), problems);
  },
  bot(event) {
    ({ bot } = event);
    drawSoon();
  },
  people: ({ people: everybody }) => {
    people = everybody;
    drawSoon();
  },
};

function happened(event) {
  if (inbox.apply(event)) REACTIONS[event.type]?.(event);
}

/** Draw once for all that happens within a frame: after a lost connection much comes at once. */
let drawTimer = null;
function drawSoon() {
  drawTimer ??= setTimeout(draw, 16);
}

function draw() {
  clearTimeout(drawTimer);
  drawTimer = null;
  if (chatId !== null) {
    drawHeader();
    log.update(inbox.in(chatId));
    markRead();
  }
  drawLists();
}

let countTimer;
function countOthersSoon() {
  clearTimeout(countTimer);
  countTimer = setTimeout(countOthers, 500);
}

/* What the person does */

/** The value of a promise, or null after saying what went wrong. */
async function attempt(promise) {
  try {
    return await promise;
  } catch (failure) {
    toast(t("notSent", { reason: failure.message }));
    return null;
  }
}

async function send(chat, text) {
  const sender = person;
  const sent = await attempt(post("send", { person: sender.id, chat, text }));
  if (sent && sender === person) {
    inbox.add(chat, sent.message);
    draw();
  }
  return sent !== null;
}

const BUTTONS = {
  tap: ({ data }, { chat, id }) => {
    if (taps.isWaiting(chat, id, data)) return;
    const body = { person: person.id, chat, message_id: id, data };
    attempt(taps.tap(chat, id, data, async () => (await post("tap", body)).query_id));
  },
  copy: ({ text }) => copy(text),
  none: () => toast(t("notHere")),
  link: ({ url }) => followLink(url) || window.open(url, "_blank", "noopener,noreferrer"),
};

/** Follow a link that leads back into the demo; false when it leads elsewhere. */
function followLink(address) {
  const link = meaning(address, bot.username);
  if (!link) return false;
  if (link.share !== undefined) shareBox(link.share);
  else visitBot(link.start);
  return true;
}

function visitBot(payload) {
  openChat(person.id);
  if (payload) send(person.id, `/start ${payload}`);
}

function clickedInLog(event) {
  const node = event.target.closest("a, button");
  if (!node) return;
  if (node.action) {
    const id = Number(node.closest(".message").id.split("-").at(-1));
    BUTTONS[node.action.kind](node.action, { chat: chatId, id });
  } else if (node.dataset.command) send(chatId, node.dataset.command);
  else if (node.matches(".photo")) photoBox(node.querySelector("img"));
  else if (node.matches("a") && !node.download && followLink(node.href)) event.preventDefault();
}

function pressedInLog(event) {
  if (event.key === "Escape") return composer.focus();
  const button = event.target.closest(".keyboard button");
  const next = button && neighbour(button, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function focusLastKeyboard() {
  const button = log.lastKeyboard()?.firstElementChild;
  button?.focus();
  return Boolean(button);
}

function toggleTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
  sayTheme();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const sayTheme = () => $("theme").setAttribute("aria-pressed", String(isDark()));

/* Beginning */

function listen() {
  $("log").addEventListener("click", clickedInLog);
  $("log").addEventListener("keydown", pressedInLog);
  $("people").addEventListener("click", ({ target }) => {
    const id = Number(target.closest("[data-person]")?.dataset.person);
    if (id && id !== person.id) attempt(changePerson(id));
  });
  $("chat-list").addEventListener("click", ({ target }) => {
    const id = Number(target.closest("[data-chat]")?.dataset.chat);
    if (id) openChat(id);
  });
  $("back").addEventListener("click", () => history.back());
  $("start").addEventListener("click", () => send(chatId, "/start").then(focusBox));
  $("theme").addEventListener("click", toggleTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", sayTheme);
  addEventListener("popstate", ({ state }) => showChat(state?.chat ?? null));
  document.addEventListener("visibilitychange", markRead);
}

async function begin() {
  ({ people, title, problems } = await get("hello"));
  await sitDown(Number(sessionStorage.getItem("person")));
  listen();
  prepareDialogs();
  sayTheme();
  const chat = history.state?.chat ?? lastChat();
  if (!history.state) history.replaceState({ chat: null }, "");
  if (chat !== null && history.state.chat !== chat) history.pushState({ chat }, "");
  showChat(chat);
}

begin().catch(() => {
  linked(false);
  setTimeout(() => location.reload(), 2000);
});
