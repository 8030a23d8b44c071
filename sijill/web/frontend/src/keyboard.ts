// Keys: `/` to the search, `j` and `k` through a list, Enter opens, `?` shows them all. Nothing is caught while someone types.

type Action = () => void;

export function watchKeys(): void {
  const actions = new Map<string, Action>([
    ["/", () => document.querySelector<HTMLInputElement>("[data-search]")?.select()],
    ["j", () => step(1)],
    ["k", () => step(-1)],
    ["?", () => document.querySelector<HTMLDialogElement>("[data-keys]")?.showModal()],
  ]);
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    actions.set(element.dataset["key"] ?? "", () => element.click());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const action = actions.get(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-show-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => actions.get("?")?.());
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !isTick(target);
}

function isTick(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type);
}

/** Move the focus by `by` through the links of the page's list. */
function step(by: number): void {
  const items = [...document.querySelectorAll<HTMLElement>("[data-list] [data-item]")];
  if (!items.length) return;
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
