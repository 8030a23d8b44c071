// Maps of the workbench: their data come from the server that sent the page.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { showMap } from "./show";
import { makeServerSource } from "./source";

const source = makeServerSource(workerUrl);

/** Show the map of an element with `data-map="<address of GeoJSON>"`. */
export function showServedMap(element: HTMLElement): Promise<void> {
  return showMap(element, source);
}
