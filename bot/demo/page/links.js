/* Telegram's own links, which in the demo lead back into the demo. */
import { readUrl } from "./entities.js";

/**
 * What a link means here: `{ start }` to the bot itself (with a payload, maybe empty), `{ startGroup }`
 * to a group with the bot (likewise), `{ share }` a text, or null for any other address.
 */
export function meaning(address, botUsername) {
  const url = readUrl(address);
  if (!url) return null;
  if (url.protocol === "tg:") return fromApp(url, botUsername);
  if (!["t.me", "telegram.me"].includes(url.hostname)) return null;
  const path = url.pathname.replace(/^\/|\/$/g, "");
  if (path === "share/url" || path === "share") return { share: shared(url.searchParams) };
  return toBot(path, url.searchParams, botUsername);
}

function fromApp(url, botUsername) {
  const action = url.hostname || url.pathname.replace(/^\/+/, "");
  if (action === "msg_url") return { share: shared(url.searchParams) };
  return action === "resolve" ? toBot(url.searchParams.get("domain"), url.searchParams, botUsername) : null;
}

function toBot(name, query, botUsername) {
  if (name?.toLowerCase() !== botUsername?.toLowerCase()) return null;
  const startGroup = query.get("startgroup");
  return startGroup === null ? { start: query.get("start") ?? "" } : { startGroup };
}

function shared(query) {
  return [query.get("url"), query.get("text")].filter(Boolean).join("\n");
}
