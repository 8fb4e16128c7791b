/* What the page itself says, in the language of whoever is at the keyboard. */

const TEXTS = {
  en: {
    people: "Who is at the keyboard",
    addPerson: "Add a person",
    add: "Add",
    chats: "Chats",
    yourChats: "{name}’s chats",
    localOnly: "A stand-in for Telegram on this computer: no account, and nothing leaves it.",
    darkTheme: "Dark theme",
    back: "Back to the chats",
    chooseChat: "Choose a chat to begin.",
    bot: "bot",
    members: { one: "{n} member", other: "{n} members" },
    shortcuts: "Alt+1 … Alt+9: another person. ↑ in the empty box: to the newest buttons.",
    topics: "Topics",
    general: "General",
    closed: "closed",
    gone: "This person is no longer in that group.",
    createdGroup: "{name} created the group",
    joined: "{name} joined the group",
    added: "{name} added {who}",
    left: "{name} left the group",
    removed: "{name} removed {who}",
    upgraded: "The group was upgraded to a supergroup",
    openedTopic: "{name} opened the topic “{title}”",
    closedTopic: "{name} closed the topic",
    reopenedTopic: "{name} reopened the topic",
    whichGroup: "To which group?",
    newGroup: "A new group with everybody: its title",
    create: "Create",
    poll: "Poll",
    pollAnonymous: "Anonymous poll",
    quiz: "Quiz",
    quizAnonymous: "Anonymous quiz",
    severalAnswers: "several answers",
    finalResults: "Final results",
    timeLeft: "Time left:",
    vote: "Vote",
    retract: "Retract vote",
    voted: "Your vote counts.",
    hasVoted: "has voted",
    resultsLater: "Your vote counts. The results come when the poll closes.",
    pollClosed: "The poll is closed.",
    answeredRight: "Your answer is right.",
    answeredWrong: "Your answer is not right.",
    voters: { one: "{n} person voted", other: "{n} people voted" },
    noVoters: "Nobody voted yet",
    votes: { one: "{n} vote", other: "{n} votes" },
    yourChoice: "your choice",
    rightAnswer: "right answer",
    wrongAnswer: "wrong answer",
    explanation: "Explanation",
    you: "You",
    whatCanItDo: "What can this bot do?",
    start: "Start",
    messages: "Messages",
    messageBox: "Message",
    send: "Send",
    commands: "Commands",
    commandsFound: { one: "{n} command", other: "{n} commands" },
    noMessages: "No messages yet",
    unread: { one: "{n} unread message", other: "{n} unread messages" },
    newMessages: { one: "{n} new message", other: "{n} new messages" },
    toLatest: "To the latest message",
    edited: "edited",
    repliesTo: "In reply to {name}",
    buttons: "Buttons",
    opensLink: "opens a link",
    copiesText: "copies a text",
    notHere: "This button does nothing in the demo.",
    copied: "Copied.",
    notCopied: "Could not copy. The text: {text}",
    noAnswer: "The bot did not answer within ten seconds.",
    notSent: "Not sent: {reason}",
    offline: "Connection lost. Trying again …",
    online: "Connected again.",
    typing: "is typing",
    sendingPhoto: "is sending a photo",
    sendingFile: "is sending a file",
    photo: "Photo",
    file: "File",
    enlarge: "Enlarge: {name}",
    download: "Download",
    unsupported: "The demo cannot show this kind of message.",
    spoiler: "Hidden text. Press to reveal it.",
    showMore: "Show more",
    showLess: "Show less",
    share: "Share",
    shareWhat: "In Telegram you would now choose whom to send this to:",
    copy: "Copy",
    close: "Close",
    ok: "OK",
    firstName: "First name",
    lastName: "Last name",
    username: "Username",
    language: "Language",
    optional: "optional",
    problems: "Problems in the question sets",
    errors: { one: "{n} error", other: "{n} errors" },
    warnings: { one: "{n} warning", other: "{n} warnings" },
    error: "Error",
    warning: "Warning",
    hint: "What to do: {text}",
  },
  it: {
    people: "Chi è alla tastiera",
    addPerson: "Aggiungi una persona",
    add: "Aggiungi",
    chats: "Chat",
    yourChats: "Le chat di {name}",
    localOnly: "Un sostituto di Telegram su questo computer: niente account e nulla ne esce.",
    darkTheme: "Tema scuro",
    back: "Torna alle chat",
    chooseChat: "Scegli una chat per cominciare.",
    bot: "bot",
    members: { one: "{n} membro", other: "{n} membri" },
    shortcuts: "Alt+1 … Alt+9: un’altra persona. ↑ nella casella vuota: ai pulsanti più recenti.",
    topics: "Argomenti",
    general: "Generale",
    closed: "chiuso",
    gone: "Questa persona non fa più parte di quel gruppo.",
    createdGroup: "{name} ha creato il gruppo",
    joined: "{name} ora fa parte del gruppo",
    added: "{name} ha aggiunto {who}",
    left: "{name} ha lasciato il gruppo",
    removed: "{name} ha rimosso {who}",
    upgraded: "Il gruppo è diventato un supergruppo",
    openedTopic: "{name} ha aperto l’argomento «{title}»",
    closedTopic: "{name} ha chiuso l’argomento",
    reopenedTopic: "{name} ha riaperto l’argomento",
    whichGroup: "In quale gruppo?",
    newGroup: "Un nuovo gruppo con tutte le persone: il titolo",
    create: "Crea",
    poll: "Sondaggio",
    pollAnonymous: "Sondaggio anonimo",
    quiz: "Quiz",
    quizAnonymous: "Quiz anonimo",
    severalAnswers: "più risposte",
    finalResults: "Risultati finali",
    timeLeft: "Tempo rimasto:",
    vote: "Vota",
    retract: "Ritira il voto",
    voted: "Il tuo voto conta.",
    hasVoted: "ha votato",
    resultsLater: "Il tuo voto conta. I risultati arrivano alla chiusura.",
    pollClosed: "Il sondaggio è chiuso.",
    answeredRight: "La tua risposta è giusta.",
    answeredWrong: "La tua risposta non è giusta.",
    voters: { one: "Ha votato {n} persona", other: "Hanno votato {n} persone" },
    noVoters: "Ancora nessun voto",
    votes: { one: "{n} voto", other: "{n} voti" },
    yourChoice: "la tua scelta",
    rightAnswer: "risposta giusta",
    wrongAnswer: "risposta sbagliata",
    explanation: "Spiegazione",
    you: "Tu",
    whatCanItDo: "Che cosa sa fare questo bot?",
    start: "Avvia",
    messages: "Messaggi",
    messageBox: "Messaggio",
    send: "Invia",
    commands: "Comandi",
    commandsFound: { one: "{n} comando", other: "{n} comandi" },
    noMessages: "Ancora nessun messaggio",
    unread: { one: "{n} messaggio non letto", other: "{n} messaggi non letti" },
    newMessages: { one: "{n} nuovo messaggio", other: "{n} nuovi messaggi" },
    toLatest: "All’ultimo messaggio",
    edited: "modificato",
    repliesTo: "In risposta a {name}",
    buttons: "Pulsanti",
    opensLink: "apre un link",
    copiesText: "copia un testo",
    notHere: "Nella demo questo pulsante non fa nulla.",
    copied: "Copiato.",
    notCopied: "Copia non riuscita. Il testo: {text}",
    noAnswer: "Il bot non ha risposto entro dieci secondi.",
    notSent: "Non inviato: {reason}",
    offline: "Connessione persa. Nuovo tentativo …",
    online: "Di nuovo in linea.",
    typing: "sta scrivendo",
    sendingPhoto: "sta inviando una foto",
    sendingFile: "sta inviando un file",
    photo: "Foto",
    file: "File",
    enlarge: "Ingrandisci: {name}",
    download: "Scarica",
    unsupported: "La demo non sa mostrare questo tipo di messaggio.",
    spoiler: "Testo nascosto. Premi per scoprirlo.",
    showMore: "Mostra tutto",
    showLess: "Mostra meno",
    share: "Condividi",
    shareWhat: "In Telegram ora sceglieresti a chi inviare questo testo:",
    copy: "Copia",
    close: "Chiudi",
    ok: "OK",
    firstName: "Nome",
    lastName: "Cognome",
    username: "Nome utente",
    language: "Lingua",
    optional: "facoltativo",
    problems: "Problemi nelle raccolte di domande",
    errors: { one: "{n} errore", other: "{n} errori" },
    warnings: { one: "{n} avviso", other: "{n} avvisi" },
    error: "Errore",
    warning: "Avviso",
    hint: "Che cosa fare: {text}",
  },
};

let language = "en";
let locale = "en-GB"; // of dates and numbers; the plain "en" would write the American way

/** Speak `code` from now on, or English where the page does not know it; returns the language used. */
export function speak(code) {
  const base = (code ?? "en").split("-")[0];
  language = base in TEXTS ? base : "en";
  locale = language === "en" ? "en-GB" : language;
  return language;
}

/** The text for `key`; `{name}` is filled in from `values`, and `n` chooses the plural form. */
export function t(key, values = {}) {
  const entry = TEXTS[language][key];
  const text = typeof entry === "string" ? entry : entry[pluralForm(entry, values.n)];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function pluralForm(entry, n) {
  const form = new Intl.PluralRules(language).select(n);
  return form in entry ? form : "other";
}

/** Fill in every element of the page that names its text, hint or label (`data-text`, `data-hint`, `data-label`). */
export function fillIn(root) {
  for (const node of root.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
  for (const node of root.querySelectorAll("[data-hint]")) node.placeholder = t(node.dataset.hint);
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = t(node.dataset.label);
  }
}

/** 14:05 */
export function clock(seconds) {
  const format = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  return format.format(new Date(seconds * 1000));
}

/** Today, Yesterday, or the date in words. */
export function dayName(date, now = new Date()) {
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    return capital(new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day"));
  }
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year });
  return format.format(date);
}

/** The clock for today's messages, a short date for older ones. */
export function shortWhen(seconds, now = new Date()) {
  const date = new Date(seconds * 1000);
  if (midnight(date).getTime() === midnight(now).getTime()) return clock(seconds);
  return new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit" }).format(date);
}

/** 0:05, 1:40, 2:05:00 */
export function duration(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (n) => String(n).padStart(2, "0");
  const rest = `${hours ? two(minutes) : minutes}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

export function languageName(code) {
  return capital(new Intl.DisplayNames(language, { type: "language" }).of(code));
}

/** 1.2 MB */
export function fileSize(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const style = { style: "unit", unit: units[step], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, style).format(bytes / 1000 ** step);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
