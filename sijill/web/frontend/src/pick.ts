// Choosing a place on a map marked `data-pick`: a candidate chooses its entry in the page's form, any other point fills in its degrees.
// The other way round, whoever types degrees chooses the entry that they belong to.

interface Chosen {
  place_id?: string;
  title?: string;
  coordinates: [lon: number, lat: number];
}

export function watchPicking(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-place-form]");
  const map = document.querySelector<HTMLElement>("[data-map][data-pick]");
  if (!form || !map) return;
  map.addEventListener("place-chosen", (event) => choosePlace(form, (event as CustomEvent<Chosen>).detail));
  map.addEventListener("point-chosen", (event) => choosePoint(form, (event as CustomEvent<Chosen>).detail.coordinates));
  for (const name of ["lat", "lon"]) find(form, `[name=${name}]`)?.addEventListener("input", () => check(find(form, "[data-point]")));
  form.addEventListener("submit", () => {
    if (find(form, "[data-point]")?.checked === false) form.querySelectorAll<HTMLInputElement>(".point input").forEach((field) => (field.value = ""));
  });
}

function choosePlace(form: HTMLFormElement, chosen: Chosen): void {
  const entry = [...form.querySelectorAll<HTMLInputElement>("[data-place]")].find((radio) => radio.dataset["place"] === chosen.place_id);
  if (!entry) return choosePoint(form, chosen.coordinates);
  check(entry);
  show(form);
}

function choosePoint(form: HTMLFormElement, [lon, lat]: [number, number]): void {
  const fields: [string, number][] = [["lat", lat], ["lon", lon]];
  for (const [name, degrees] of fields) {
    const field = find(form, `[name=${name}]`);
    if (field) field.value = degrees.toFixed(5);
  }
  check(find(form, "[data-point]"));
  show(form);
}

function check(radio: HTMLInputElement | null): void {
  if (radio) radio.checked = true;
}

/** Open what hides the form and lead to the reason, which is asked for next. */
function show(form: HTMLFormElement): void {
  const box = form.closest("details");
  if (box) box.open = true;
  find(form, "[name=reason]")?.focus({ preventScroll: true });
}

function find(form: HTMLFormElement, selector: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(selector);
}
