// Choosing words: what is selected in a text marked `data-choose-words` becomes the span of a correction (offsets in code points, as everywhere).

export function watchChoice(): void {
  const text = document.querySelector<HTMLElement>("[data-choose-words]");
  const shown = document.querySelector<HTMLElement>("[data-chosen-words]");
  if (!text || !shown) return;
  document.addEventListener("selectionchange", () => {
    const range = document.getSelection()?.rangeCount ? document.getSelection()?.getRangeAt(0) : null;
    if (!range || range.collapsed || !text.contains(range.commonAncestorContainer)) return;
    const start = measure(text, range.startContainer, range.startOffset);
    const end = measure(text, range.endContainer, range.endOffset);
    if (end <= start) return;
    document.querySelectorAll<HTMLInputElement>("input[name=start]").forEach((field) => (field.value = String(start)));
    document.querySelectorAll<HTMLInputElement>("input[name=end]").forEach((field) => (field.value = String(end)));
    const words = shown.querySelector("bdi");
    const chosen = range.toString();
    if (words) words.textContent = chosen;
    document.querySelectorAll<HTMLInputElement>("input[name=words]").forEach((field) => (field.value = chosen));
    document.querySelectorAll<HTMLDetailsElement>("details[data-chosen-opens]").forEach((box) => (box.open = true));
    shown.hidden = false;
  });
}

/** Return how many code points of the document lie before a point; a sign for a control character stands for one. */
function measure(text: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(node, offset);
  const copy = before.cloneContents();
  copy.querySelectorAll(".control-mark").forEach((mark) => mark.replaceWith("\u0001"));
  return [...(copy.textContent ?? "")].length;
}
