// The map takes its colours from the style sheet, so that light, dark and the legend always agree.

const probe = document.createElement("span");

/** Return the colour of a custom property as `rgb(…)`, which MapLibre understands (it does not know `light-dark()`). */
export function readColour(name: string): string {
  if (!probe.isConnected) {
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

export const GRADES = ["confirmed", "fair", "weak", "contested", "discounted"] as const;

/** Return a MapLibre expression that colours a feature by its `grade`. */
export function gradeColours(): unknown[] {
  return ["match", ["get", "grade"], ...GRADES.flatMap((grade) => [grade, readColour(`--grade-${grade}`)]), readColour("--ink-3")];
}
