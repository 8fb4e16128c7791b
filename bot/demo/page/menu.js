/* The command menu over the message box: a list box led from the text field (ARIA combobox). */
import { el } from "./dom.js";
import { t } from "./texts.js";

export class CommandMenu {
  #shown = [];
  #at = -1;

  /** `choose(text)` sends a command at once; `complete(text)` only writes it into the box. */
  constructor({ box, list, status, commands, choose, complete }) {
    Object.assign(this, { box, list, status, commands, choose, complete });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(Number(option.dataset.at));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Show the commands that begin as the text in the box does; none, and the menu closes. */
  filter(text) {
    const prefix = text.match(/^\/(\w*)$/)?.[1]?.toLowerCase();
    const all = prefix === undefined ? [] : this.commands();
    this.#shown = all.filter(({ command }) => command.startsWith(prefix));
    if (this.#shown.length) this.#open(this.#shown.findIndex(({ command }) => command === prefix));
    else this.close();
  }

  close() {
    this.list.hidden = true;
    this.status.textContent = "";
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-autocomplete", "aria-activedescendant"]) {
      this.box.removeAttribute(name);
    }
  }

  /** Take a key pressed in the box; true when it was meant for the menu. */
  takes(event) {
    if (!this.isOpen) return false;
    const { key } = event;
    if (key === "ArrowDown") this.#mark((this.#at + 1) % this.#shown.length);
    else if (key === "ArrowUp") this.#mark((this.#at || this.#shown.length) - 1);
    else if (key === "Enter" && !event.shiftKey) this.#choose(this.#at);
    else if (key === "Tab" && !event.shiftKey) this.#complete();
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  #open(exact) {
    this.list.replaceChildren(...this.#shown.map((entry, i) => option(entry, i)));
    this.list.hidden = false;
    const state = { role: "combobox", "aria-expanded": "true", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(state)) this.box.setAttribute(name, value);
    this.status.textContent = t("commandsFound", { n: this.#shown.length });
    this.#mark(Math.max(exact, 0));
  }

  #mark(at) {
    this.#at = at;
    [...this.list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === at)));
    this.list.children[at].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", this.list.children[at].id);
  }

  #choose(at) {
    const { command } = this.#shown[at];
    this.close();
    this.choose(`/${command}`);
  }

  #complete() {
    const { command } = this.#shown[this.#at];
    this.close();
    this.complete(`/${command} `);
  }
}

function option({ command, description }, at) {
  return el("li", { role: "option", id: `command-${at}`, "data-at": at },
    el("b", {}, `/${command}`), " ", el("span", {}, description));
}
