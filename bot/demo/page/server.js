/* Talking with the stand-in: requests, and the stream of events. */

/** The stand-in is there and said no. */
export class Refused extends Error {}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `HTTP ${response.status}`);
  return body;
}

export async function get(path, query = {}) {
  return answer(await fetch(`/client/${path}?${new URLSearchParams(query)}`));
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(`/client/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export const fileAddress = (fileId) => `/client/file/${encodeURIComponent(fileId)}`;

/**
 * A person's events after `after()`, on and on. When the stream breaks, `check()` is asked, less and
 * less often, until it finds the stand-in there again; then the stream is opened anew. `onLink(true |
 * false)` says how it stands. Returns a function that ends it.
 */
export function follow(person, { after, onEvent, onLink, check }) {
  let source, timer;
  let pause = 500;
  const open = () => {
    source = new EventSource(`/client/events?${new URLSearchParams({ person, after: after() })}`);
    source.onmessage = ({ data }) => onEvent(JSON.parse(data));
    source.onopen = () => {
      pause = 500;
      onLink(true);
    };
    source.onerror = () => {
      source.close();
      onLink(false);
      later();
    };
  };
  const later = () => {
    timer = setTimeout(() => check().then(open, later), pause);
    pause = Math.min(pause * 2, 5000);
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
