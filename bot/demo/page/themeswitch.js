/* The button that turns the page dark or light, against what the system prefers. */

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

export function prepareTheme(button) {
  const say = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
    say();
  });
  prefersDark.addEventListener("change", say);
  say();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : prefersDark.matches;
}
