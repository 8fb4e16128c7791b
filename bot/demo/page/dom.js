/* The few things every other module does with the document. */

/**
 * An element with attributes and children. `on…` functions become listeners; strings become text
 * nodes, never markup; children and attributes that are null, undefined or false are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...present(children));
  return element;
}

/** One of the symbols drawn in index.html. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Text for screen readers only. */
export function unseen(text, attributes = {}) {
  return el("span", { class: "unseen", ...attributes }, text);
}

/** Make `nodes` the children of `parent`, leaving alone (and focused) those already in place. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, i) => {
    if (parent.childNodes[i] !== node) parent.insertBefore(node, parent.childNodes[i] ?? null);
  });
}

/** Replace the children of `parent`; who had the focus is found again by its `data-key`. */
export function redraw(parent, nodes) {
  const key = parent.contains(document.activeElement) && document.activeElement.dataset.key;
  parent.replaceChildren(...present(nodes));
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false);
}
