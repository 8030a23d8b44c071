// Search without a server: the words of the question are looked up in the index that came with the page; every word must begin a term.
import type { FoundRow } from "./data";
import { getData } from "./data";
import { foldWords } from "./fold";

const SHOWN = 200;

/** Return the numbers of the rows that have every word, the latest first. */
export function findRows(question: string): number[] {
  const index = getData().index;
  const words = foldWords(question);
  if (!index || !words.length) return [];
  let found: Set<number> | null = null;
  for (const word of words) {
    const rows = new Set<number>();
    for (let at = findFirst(index.terms, word); (index.terms[at] ?? "").startsWith(word) && at < index.terms.length; at++) {
      let row = 0;
      for (const step of (index.lists[at] ?? "").split(" ")) rows.add((row += parseInt(step, 36)));
    }
    const before: Set<number> | null = found;
    found = before ? new Set([...before].filter((row: number) => rows.has(row))) : rows;
  }
  return [...(found ?? [])].sort((a, b) => a - b);
}

/** Return where the first term that is not before `word` stands. Terms are in the order of code points. */
function findFirst(terms: string[], word: string): number {
  let low = 0;
  let high = terms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((terms[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Fill the search page with what its address asks for. */
export function watchSearch(): void {
  const results = document.querySelector<HTMLElement>("[data-results]");
  if (!results) return;
  const question = new URLSearchParams(window.location.search).get("q") ?? "";
  document.querySelectorAll<HTMLInputElement>("[data-search]").forEach((input) => {
    input.value = question;
    input.addEventListener("input", () => show(results, input.value));
  });
  show(results, question);
}

function show(results: HTMLElement, question: string): void {
  const rows = findRows(question);
  const all = getData().index?.rows ?? [];
  const template = results.dataset["count"] ?? "{n}";
  const count = document.createElement("p");
  count.className = "quiet";
  count.textContent = question.trim() ? template.replace("{n}", String(rows.length)) : (results.dataset["hint"] ?? "");
  const list = document.createElement("ul");
  list.className = "near found";
  for (const number of rows.slice(0, SHOWN)) {
    const row = all[number];
    if (row) list.append(makeLine(row, results.dataset["pages"] ?? ""));
  }
  results.replaceChildren(count, list);
}

function makeLine([id, title, days, grade, killed]: FoundRow, pages: string): HTMLElement {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${pages}${id}.html`;
  link.textContent = title;
  const detail = document.createElement("div");
  detail.className = "quiet small";
  detail.textContent = [days, killed, getData().index?.grades[grade] ?? ""].filter(Boolean).join(" \u00b7 ");
  line.append(link, detail);
  return line;
}
