/* The page as a whole: who is at the keyboard, which chat is open, what happens when. */
import { Composer } from "./composer.js";
import { attempt, Deeds } from "./deeds.js";
import { alertBox, personBox, prepareDialogs, toast } from "./dialogs.js";
import { MessageLog } from "./log.js";
import { avatar, chatName, chatTone, fullName, isGroup, senderOf } from "./names.js";
import { drawProblems } from "./problems.js";
import { follow, get, post, Refused } from "./server.js";
import { drawChats, drawPeople } from "./sidebar.js";
import { ChatActions, GENERAL, Inbox, Taps } from "./state.js";
import { fillIn, speak, t } from "./texts.js";
import { prepareTheme } from "./themeswitch.js";
import { drawTopics } from "./topics.js";

const PATIENCE = 10_000; // milliseconds until a tap counts as unanswered
const TYPING_LASTS = 6_000;
const $ = (id) => document.getElementById(id);
const isPhone = matchMedia("(max-width: 719px)");
const hasKeyboard = matchMedia("(pointer: fine)");

let title, problems;
const seat = { people: [], bot: null, person: null, inbox: null, chatId: null, topic: GENERAL };
let unfollow = () => {};
let others = new Map(); // person id → inbox, of those not at the keyboard

const taps = new Taps(PATIENCE, () => log.refreshBusy(), () => toast(t("noAnswer")));
const actions = new ChatActions(TYPING_LASTS, drawSoon);

const log = new MessageLog({
  pane: $("pane"), list: $("log"), jump: $("jump"),
  nameOf: (message) => (isOwn(message) ? t("you") : fullName(senderOf(message))),
  isOwn,
  isBusy: (message, data) => taps.isWaiting(message.chat.id, message.message_id, data),
  onEnd: () => markRead(),
});

const composer = new Composer({
  send: (text) => deeds.send(text),
  up: () => focusLastControl(),
  commands: () => seat.inbox?.commands.get(seat.chatId) ?? [],
});

const deeds = new Deeds({ seat, taps, openChat, draw, leave: () => composer.focus() });

function isOwn(message) {
  return seat.inbox.isOwn(message);
}

/* Who is at the keyboard */

let turns = 0;

/** Seat a person; false when somebody else was chosen meanwhile. */
async function sitDown(id) {
  const turn = ++turns;
  const next = seat.people.find((someone) => someone.id === id) ?? seat.people[0];
  const view = await get("view", { person: next.id });
  if (turn !== turns) return false;
  unfollow();
  const inbox = new Inbox(view, next);
  Object.assign(seat, { person: next, inbox, bot: view.bot });
  sessionStorage.setItem("person", next.id);
  taps.forget();
  actions.forget();
  document.documentElement.lang = speak(next.language_code);
  fillIn(document);
  drawProblems($("problems"), problems);
  unfollow = follow(next.id, { after: () => inbox.at, onEvent: happened, onLink: linked, check: stillThere });
  countOthers();
  return true;
}

/** Seat another person; a group they are in, too, stays open. */
async function changePerson(id) {
  const { chatId, topic } = seat;
  if (!(await sitDown(id))) return;
  if (seat.inbox.groups.some((chat) => chat.id === chatId)) return showChat(chatId, topic);
  const chat = isPhone.matches ? null : lastChat();
  history.replaceState({ chat }, "");
  showChat(chat);
}

/** Alt+1 … Alt+9 seat the first nine people. */
async function pressedAnywhere(event) {
  const digit = event.code.match(/^Digit([1-9])$/)?.[1];
  if (!digit || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const chosen = seat.people[digit - 1];
  if (!chosen || chosen === seat.person || document.querySelector("dialog[open]")) return;
  await attempt(changePerson(chosen.id));
  if (seat.chatId !== null) focusBox();
}

/** The stand-in may have been started anew; then nothing known here holds any more. */
async function stillThere() {
  try {
    const view = await get("view", { person: seat.person.id });
    if (view.at < seat.inbox.at) location.reload();
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

/** Look how it stands with the people who are not at the keyboard. */
async function countOthers() {
  const absent = seat.people.filter((someone) => someone !== seat.person);
  const views = await Promise.all(absent.map(({ id }) => get("view", { person: id }))).catch(() => null);
  if (!views) return; // the lost connection is shown already
  others = new Map(views.map((view, i) => [absent[i].id, new Inbox(view, absent[i])]));
  drawLists();
}

const addPerson = () => personBox((fields) => attempt(welcome(fields)));

async function welcome(fields) {
  const added = await post("people", fields);
  ({ people: seat.people } = await get("hello"));
  await changePerson(added.id);
}

/* Which chat is open */

/** The chat opened last by this person; at first, on a wide page, the one with the bot alone. */
function lastChat() {
  const stored = Number(sessionStorage.getItem(`chat of ${seat.person.id}`));
  if (seat.inbox.chats.has(stored)) return stored;
  if (isPhone.matches) return null;
  const chats = seat.inbox.sorted;
  return (chats.find(({ chat }) => chat.type === "private") ?? chats[0])?.chat.id ?? null;
}

/** `step`: whether going back leads to the chat that was open before. */
function openChat(id, step = seat.chatId === null ? "pushState" : "replaceState") {
  if (id !== seat.chatId) history[step]({ chat: id }, "");
  showChat(id);
  focusBox();
}

/** Where one writes next; not on a touch screen, where its keyboard would cover half the chat. */
function focusBox() {
  if (hasKeyboard.matches) ($("composer").hidden ? $("start") : composer).focus();
}

function showChat(id, topic = GENERAL) {
  const entry = seat.inbox.chats.get(id);
  Object.assign(seat, { chatId: entry ? id : null, topic });
  document.body.dataset.pane = entry ? "chat" : "list";
  document.body.dataset.kind = entry ? entry.chat.type : "";
  $("chat").hidden = !entry;
  $("no-chat").hidden = Boolean(entry);
  if (entry) {
    sessionStorage.setItem(`chat of ${seat.person.id}`, id);
    composer.open(`${seat.person.id} ${id} ${topic}`);
    drawHeader();
    log.open(messages());
  }
  drawLists();
}

const messages = () => seat.inbox.inTopic(seat.chatId, seat.topic);

function markRead() {
  const { inbox, person, chatId, topic } = seat;
  const entry = inbox?.chats.get(chatId);
  if (!entry?.unread || document.hidden || !log.atEnd) return;
  inbox.markRead(chatId, topic);
  post("read", { person: person.id, chat: chatId }).catch(() => {}); // asked again with the next message
  drawLists();
}

/* What is drawn besides the messages */

function drawLists() {
  const { people, person, inbox, bot, chatId } = seat;
  drawPeople($("people"), people, person.id, about, addPerson);
  drawChats($("chat-list"), inbox, bot, chatId, actionIn);
  $("chats-title").textContent = t("yourChats", { name: person.first_name });
  $("back-badge").textContent = inbox.unread || "";
  document.title = inbox.unread ? `(${inbox.unread}) ${title}` : title;
}

function about(id) {
  const inbox = id === seat.person.id ? seat.inbox : others.get(id);
  if (!inbox) return { unread: 0, hasVoted: false };
  return { unread: inbox.unread, hasVoted: inbox.hasVoted(seat.chatId, seat.topic) };
}

function drawHeader() {
  const { inbox, bot, chatId, topic } = seat;
  const { chat, group } = inbox.chats.get(chatId);
  const name = chatName(chat, bot);
  const isNew = !isGroup(chat) && inbox.in(chatId).length === 0;
  $("chat-avatar").replaceChildren(avatar(name, chatTone(chat)));
  $("chat-name").textContent = name;
  $("chat-state").textContent = actionIn(chatId) ?? described(group);
  $("chat-state").classList.toggle("doing", actions.in(chatId) !== undefined);
  $("description").textContent = bot.description;
  $("welcome").hidden = !isNew || !bot.description;
  $("start").hidden = !isNew;
  $("composer").hidden = isNew;
  const choose = (id) => showChat(chatId, id);
  drawTopics($("topics"), inbox.topics(chatId), topic, (id) => inbox.newsIn(chatId, id), choose);
}

const described = (group) => (group ? t("members", { n: group.members.length }) : t("bot"));

const ACTIONS = { upload_photo: "sendingPhoto", upload_document: "sendingFile" };

function actionIn(id) {
  const action = actions.in(id);
  if (!action) return null;
  const who = isGroup(seat.inbox.chats.get(id).chat) ? `${fullName(seat.bot)} ` : "";
  return `${who}${t(ACTIONS[action] ?? "typing")} …`;
}

/* What happens */

const REACTIONS = {
  message({ chat_id: chat, message }) {
    if (!isOwn(message)) actions.set(chat, null);
    drawSoon();
    countOthersSoon();
  },
  edit: drawSoon,
  delete: drawSoon,
  group: drawSoon,
  poll() {
    drawSoon();
    countOthersSoon();
  },
  gone: ({ chat_id: chat }) => (chat === seat.chatId ? leaveChat() : drawSoon()),
  typing: ({ chat_id: chat, action }) => actions.set(chat, action),
  commands: () => composer.open(composer.key),
  notice({ query_id: query, text, alert, url }) {
    taps.answered(query);
    if (text) (alert ? alertBox : toast)(text);
    if (url) deeds.follow(url);
  },
  problems(event) {
    ({ problems } = event);
    drawProblems($("problems"), problems);
  },
  bot(event) {
    seat.bot = event.bot;
    drawSoon();
  },
  people: ({ people }) => {
    seat.people = people;
    drawSoon();
  },
};

function happened(event) {
  if (seat.inbox.apply(event)) REACTIONS[event.type]?.(event);
}

/** The open chat is gone: on to the supergroup that it became, or back to the list. */
function leaveChat() {
  const chat = seat.inbox.movedTo(seat.chatId);
  if (chat === null) toast(t("gone"));
  history.replaceState({ chat }, "");
  showChat(chat);
}

/** Draw once for all that happens within a frame: after a lost connection much comes at once. */
let drawTimer = null;
function drawSoon() {
  drawTimer ??= setTimeout(draw, 16);
}

function draw() {
  clearTimeout(drawTimer);
  drawTimer = null;
  if (seat.chatId !== null) {
    drawHeader();
    log.update(messages());
    markRead();
  }
  drawLists();
}

let countTimer;
function countOthersSoon() {
  clearTimeout(countTimer);
  countTimer = setTimeout(countOthers, 200);
}

function focusLastControl() {
  const control = log.lastControl();
  control?.focus();
  return Boolean(control);
}

/* Beginning */

function listen() {
  $("log").addEventListener("click", (event) => deeds.clicked(event));
  $("log").addEventListener("keydown", (event) => deeds.pressed(event));
  $("log").addEventListener("submit", (event) => deeds.voted(event));
  $("people").addEventListener("click", ({ target }) => {
    const id = Number(target.closest("[data-person]")?.dataset.person);
    if (id && id !== seat.person.id) attempt(changePerson(id));
  });
  $("chat-list").addEventListener("click", ({ target }) => {
    const id = Number(target.closest("[data-chat]")?.dataset.chat);
    if (id) openChat(id);
  });
  $("back").addEventListener("click", () => history.back());
  $("start").addEventListener("click", () => deeds.send("/start").then(focusBox));
  addEventListener("popstate", ({ state }) => showChat(state?.chat ?? null));
  document.addEventListener("keydown", pressedAnywhere);
  document.addEventListener("visibilitychange", markRead);
}

async function begin() {
  ({ people: seat.people, title, problems } = await get("hello"));
  await sitDown(Number(sessionStorage.getItem("person")));
  listen();
  prepareDialogs();
  prepareTheme($("theme"));
  const chat = history.state?.chat ?? lastChat();
  if (!history.state) history.replaceState({ chat: null }, "");
  if (chat !== null && history.state.chat !== chat) history.pushState({ chat }, "");
  showChat(chat);
}

begin().catch(() => {
  linked(false);
  setTimeout(() => location.reload(), 2000);
});
