/* What opens over the page: notices, the share sheet, a picture, a new person, the choice of a group. */
import { el } from "./dom.js";
import { avatar, toneOf } from "./names.js";
import { languageName, t } from "./texts.js";

const LANGUAGES = ["it", "en", "de", "es", "fr", "pt", "uk", "ar"];
const $ = (id) => document.getElementById(id);

/** A click beside a dialog or on one of its closing buttons closes it. */
export function prepareDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog || target.closest("[data-close]")) dialog.close();
    });
  }
  $("share-copy").addEventListener("click", async () => {
    await copy($("share-text").textContent);
    $("share").close();
  });
}

/** A short notice that goes away by itself, after time enough to read it. */
export function toast(text) {
  const node = el("div", { class: "toast", onclick: () => node.remove() }, text);
  $("toasts").append(node);
  setTimeout(() => node.remove(), Math.max(4000, 80 * text.length));
}

/** A notice that stays until it is closed. */
export function alertBox(text) {
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

export function shareBox(text) {
  $("share-text").textContent = text;
  $("share").showModal();
}

export function photoBox(picture) {
  $("photo-large").replaceChildren(el("img", { src: picture.src, alt: picture.alt }));
  $("photo").showModal();
}

/** Ask for a group: `onGroup` gets the chat that was chosen, `onTitle` the title of a new one. */
export function groupBox(groups, { onGroup, onTitle }) {
  const form = $("group-form");
  form.reset();
  $("groups").replaceChildren(...groups.map((chat) =>
    el("li", {}, el("button", { type: "button", class: "wide", "data-close": true, onclick: () => onGroup(chat) },
      avatar(chat.title, toneOf(chat)), el("bdi", {}, chat.title)))));
  form.onsubmit = (event) => {
    event.preventDefault();
    $("group").close();
    onTitle(form.elements.title.value);
  };
  $("group").showModal();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  } catch {
    toast(t("notCopied", { text }));
  }
}

/** Ask for a new person; `onPerson` gets the filled-in fields. */
export function personBox(onPerson) {
  const form = $("person-form");
  form.reset();
  $("person-language").replaceChildren(
    ...LANGUAGES.map((code) => el("option", { value: code }, languageName(code))));
  form.onsubmit = (event) => {
    event.preventDefault();
    const filled = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    $("person").close();
    onPerson(Object.fromEntries(filled.filter(([, value]) => value)));
  };
  $("person").showModal();
}
