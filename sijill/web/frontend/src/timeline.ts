// Brushing on a timeline: drag over the bars to choose a period; the page then shows that period alone. A click on a bar is an ordinary link.

export function watchTimelines(): void {
  document.querySelectorAll<HTMLElement>("[data-timeline]").forEach(watchTimeline);
}

function watchTimeline(plot: HTMLElement): void {
  const bars = [...plot.querySelectorAll<SVGElement>("[data-from]")];
  if (bars.length < 2) return;
  const brush = document.createElement("div");
  brush.className = "brush";
  brush.hidden = true;
  plot.append(brush);
  plot.dataset["brushing"] = "";
  let from: number | null = null;
  let moved = false;

  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = event.clientX;
    moved = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (from === null) return;
    if (!moved && Math.abs(event.clientX - from) < 6) return;
    moved = true;
    const box = plot.getBoundingClientRect();
    const left = Math.max(Math.min(from, event.clientX), box.left) - box.left;
    const right = Math.min(Math.max(from, event.clientX), box.right) - box.left;
    brush.hidden = false;
    brush.style.left = `${left}px`;
    brush.style.width = `${right - left}px`;
  });
  window.addEventListener("pointerup", (event) => {
    if (from !== null && moved) choosePeriod(plot, bars, Math.min(from, event.clientX), Math.max(from, event.clientX));
    from = null;
  });
  plot.addEventListener("dragstart", (event) => event.preventDefault());
  plot.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
  });
}

/** Open the page for the days of all bars that the brush from `left` to `right` (pixels of the window) touches. */
function choosePeriod(plot: HTMLElement, bars: SVGElement[], left: number, right: number): void {
  const days = bars
    .filter((bar) => {
      const box = bar.getBoundingClientRect();
      return box.right >= left && box.left <= right;
    })
    .flatMap((bar) => [bar.dataset["from"] ?? "", bar.dataset["to"] ?? ""])
    .sort();
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return;
  const target = new URL(plot.dataset["timeline"] || window.location.href, window.location.href);
  target.searchParams.set("since", first);
  target.searchParams.set("until", last);
  window.location.assign(target);
}
