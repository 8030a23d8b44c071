// Forms marked `data-auto` send themselves when a choice changes; their button remains for those who have no JavaScript.

export function watchForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-auto]")) {
    form.querySelectorAll<HTMLElement>("[data-auto-button]").forEach((button) => (button.hidden = true));
    form.addEventListener("change", (event) => {
      const field = event.target;
      if (field instanceof HTMLInputElement && field.type === "date" && !isDay(field.value)) return;
      form.requestSubmit();
    });
  }
  for (const form of document.querySelectorAll<HTMLFormElement>("form[method=get], form:not([method])")) {
    form.addEventListener("formdata", (event) => dropEmpty(event.formData));
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Is the value empty or a whole day of this era? While a year is typed, the browser already reports years such as 0002. */
function isDay(value: string): boolean {
  return value === "" || /^[12]\d{3}-\d\d-\d\d$/.test(value);
}

/** Keep addresses short enough to share: fields without a value are left out. */
function dropEmpty(data: FormData): void {
  for (const name of new Set(data.keys())) {
    const values = data.getAll(name).filter((value) => value !== "");
    data.delete(name);
    values.forEach((value) => data.append(name, value));
  }
}
