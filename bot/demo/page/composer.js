/* The message box: grows with its text, sends on Enter, and leads the command menu. */
import { CommandMenu } from "./menu.js";

const $ = (id) => document.getElementById(id);

export class Composer {
  #drafts = new Map(); // one for each chat of each person

  /** `send(text)` promises; when it fails, the text is given back. `up()` leaves the empty box upwards. */
  constructor({ send, up, commands }) {
    Object.assign(this, { send, up, box: $("box") });
    this.menu = new CommandMenu({
      box: this.box, list: $("menu"), status: $("menu-status"), commands,
      choose: (text) => this.#send(text),
      complete: (text) => this.write(text),
    });
    this.commands = commands;
    this.box.addEventListener("input", () => this.#changed());
    this.box.addEventListener("keydown", (event) => this.#pressed(event));
    this.box.addEventListener("blur", () => this.menu.close());
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(this.box.value);
    });
    for (const id of ["send", "slash"]) {
      $(id).addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    }
    $("slash").addEventListener("click", () => this.#toggleMenu());
  }

  /** Turn to another chat: its draft comes back. */
  open(key) {
    if (this.key !== key) {
      this.#drafts.set(this.key, this.box.value);
      this.key = key;
      this.box.value = this.#drafts.get(key) ?? "";
    }
    this.menu.close();
    this.#fit();
  }

  write(text) {
    this.box.value = text;
    this.box.focus();
    this.#changed();
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  #toggleMenu() {
    if (this.menu.isOpen) return this.write("");
    this.write("/");
  }

  #pressed(event) {
    if (event.isComposing) return;
    const taken = this.menu.takes(event) || this.#sends(event) || this.#leaves(event);
    if (taken) event.preventDefault();
    if (event.key === "Escape" && this.box.value === "/") this.write("");
  }

  #sends(event) {
    if (event.key !== "Enter" || event.shiftKey) return false;
    this.#send(this.box.value);
    return true;
  }

  #leaves(event) {
    return event.key === "ArrowUp" && this.box.value === "" && this.up();
  }

  #changed() {
    this.menu.filter(this.box.value);
    this.#fit();
  }

  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    $("send").hidden = this.box.value.trim() === "";
    $("slash").hidden = this.commands().length === 0 || !/^\/?$/.test(this.box.value);
  }

  async #send(text) {
    if (text.trim() === "") return;
    this.box.value = "";
    this.#changed();
    if (!(await this.send(text)) && this.box.value === "") this.write(text);
  }
}
