// On a document: a click on highlighted words chooses their claim, a click on a claim lights up its words alone. Without this the links still lead there.

export function watchDocument(): void {
  const text = document.querySelector<HTMLElement>("[data-text]");
  const list = document.querySelector<HTMLElement>("[data-claims]");
  if (!text || !list) return;
  const choose = (claim: string | null): void => chooseClaim(text, list, claim);
  text.addEventListener("click", (event) => {
    const words = (event.target as HTMLElement).closest<HTMLElement>("[data-claims-of]");
    if (!words || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const claims = (words.dataset["claimsOf"] ?? "").split(" ");
    const now = list.querySelector<HTMLElement>(".is-chosen")?.dataset["claim"];
    const next = claims[(claims.indexOf(now ?? "") + 1) % claims.length] ?? null;
    choose(next);
    list.querySelector(".is-chosen")?.scrollIntoView({ block: "nearest" });
  });
  list.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-show-claim]");
    if (!button) return;
    event.preventDefault();
    const claim = button.dataset["showClaim"] ?? null;
    choose(claim);
    text.querySelector(".w-chosen")?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });
  const wanted = text.dataset["wanted"];
  if (wanted) choose(wanted);
  text.querySelector(".w-sought")?.scrollIntoView({ block: "center" });
}

function chooseClaim(text: HTMLElement, list: HTMLElement, claim: string | null): void {
  text.classList.toggle("has-chosen", claim !== null);
  for (const words of text.querySelectorAll<HTMLElement>("[data-claims-of]")) {
    words.classList.toggle("w-chosen", claim !== null && (words.dataset["claimsOf"] ?? "").split(" ").includes(claim));
  }
  for (const item of list.querySelectorAll<HTMLElement>("[data-claim]")) {
    item.classList.toggle("is-chosen", item.dataset["claim"] === claim);
  }
}
