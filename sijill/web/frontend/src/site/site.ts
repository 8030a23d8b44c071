// Every page of a site. Pages read well without it: it remembers what a reader chose, and answers the search page.
import "../style";
import "./site.css";
import { watchSearch } from "./search";

const THEMES = ["auto", "light", "dark"];

/** The storage of the browser, or nothing where it is switched off. */
function remember(name: string, value?: string): string | null {
  try {
    if (value !== undefined) window.localStorage.setItem(name, value);
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

function watchTheme(): void {
  const apply = (theme: string): void => {
    document.documentElement.dataset["theme"] = theme;
    document.querySelectorAll<HTMLElement>("[data-theme-button]").forEach((button) => {
      button.hidden = false;
      button.textContent = button.dataset[theme] ?? theme;
    });
  };
  apply(remember("sijill-theme") ?? "auto");
  document.querySelectorAll<HTMLElement>("[data-theme-button]").forEach((button) =>
    button.addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(document.documentElement.dataset["theme"] ?? "auto") + 1) % THEMES.length] ?? "auto";
      remember("sijill-theme", next);
      apply(next);
    }),
  );
}

function watchNotice(): void {
  const notice = document.querySelector<HTMLElement>("[data-notice]");
  if (!notice) return;
  if (remember("sijill-notice") === "seen") notice.hidden = true;
  const button = notice.querySelector<HTMLElement>("[data-notice-seen]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    remember("sijill-notice", "seen");
    notice.hidden = true;
  });
}

watchTheme();
watchNotice();
watchSearch();
