/* The topics of a forum: one of them is read, and written into, at a time. */
import { el, redraw, unseen } from "./dom.js";
import { GENERAL } from "./state.js";
import { t } from "./texts.js";

/** A button for each topic; `newsIn(topic)` counts what was not seen there, `choose(topic)` opens one. */
export function drawTopics(nav, topics, current, newsIn, choose) {
  nav.hidden = topics.length === 0;
  const all = [{ message_thread_id: GENERAL, title: t("general") }, ...topics];
  redraw(nav, all.map((topic) => button(topic, current, newsIn, choose)));
}

function button({ message_thread_id: id, title, closed }, current, newsIn, choose) {
  const unread = id === current ? 0 : newsIn(id);
  const attributes = {
    type: "button", "data-key": id, "aria-current": id === current && "true", onclick: () => choose(id),
  };
  return el("button", attributes,
    el("bdi", {}, title),
    closed && el("span", { class: "closed" }, ` (${t("closed")})`),
    unread > 0 && el("span", { class: "badge" }, el("span", { "aria-hidden": "true" }, String(unread)),
      unseen(t("unread", { n: unread }))));
}
