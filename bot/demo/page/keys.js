/* Moving among the buttons of an inline keyboard with the arrow keys. */

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** The button that `key` leads to from `button`, or null when the key means nothing here. */
export function neighbour(button, key) {
  const all = [...button.parentElement.children];
  const at = all.indexOf(button);
  if (key in STEPS) return all[at + STEPS[key]] ?? null;
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowUp") return inRow(all, button, -1);
  if (key === "ArrowDown") return inRow(all, button, 1);
  return null;
}

function inRow(all, button, step) {
  const rowOf = (node) => Number(node.dataset.row);
  const row = (number) => all.filter((node) => rowOf(node) === number);
  const column = row(rowOf(button)).indexOf(button);
  const next = row(rowOf(button) + step);
  return next[Math.min(column, next.length - 1)] ?? null;
}
