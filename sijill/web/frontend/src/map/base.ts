// The ground of every map: land and borders of world-atlas, shipped with the workbench. No tiles, no request to another machine.
import type { FeatureCollection } from "geojson";
import type { Map as MapLibre, StyleSpecification } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarseUrl from "world-atlas/countries-50m.json?url";
import fineUrl from "world-atlas/countries-10m.json?url";
import { readColour } from "./colours";
import { unwrap, unwrapCountries } from "./unwrap";

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
const FINE_FROM_ZOOM = 5;

/** Return the style of the ground; `font` draws labels in both scripts without glyph files. */
export function makeStyle(): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: EMPTY, attribution: "Natural Earth" },
      coast: { type: "geojson", data: EMPTY },
      borders: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": readColour("--sunk") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": readColour("--surface") } },
      { id: "coast", type: "line", source: "coast", paint: { "line-color": readColour("--rule-strong"), "line-width": 0.6 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": readColour("--ink-3"), "line-width": 0.9, "line-dasharray": [4, 2] } },
    ],
  };
}

/** Draw coarse borders at once and fine ones as soon as someone is near enough to see the difference. */
export async function fillGround(map: MapLibre): Promise<void> {
  await drawAtlas(map, coarseUrl);
  let fine = false;
  const refine = (): void => {
    if (fine || map.getZoom() < FINE_FROM_ZOOM) return;
    fine = true;
    void drawAtlas(map, fineUrl);
  };
  map.on("zoomend", refine);
  refine();
}

async function drawAtlas(map: MapLibre, url: string): Promise<void> {
  const atlas = (await (await fetch(url)).json()) as Atlas;
  const land = feature(atlas, atlas.objects.countries);
  const borders = mesh(atlas, atlas.objects.countries as never, (a, b) => a !== b);
  setData(map, "land", unwrapCountries(land as FeatureCollection));
  const coast = mesh(atlas, atlas.objects.countries as never, (a, b) => a === b && (a as { id?: string }).id !== "010");
  setData(map, "coast", { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: unwrap(coast) }] });
  setData(map, "borders", { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: unwrap(borders) }] });
}

/** Replace the data of a GeoJSON source. */
export function setData(map: MapLibre, source: string, data: FeatureCollection): void {
  const found = map.getSource(source);
  if (found && "setData" in found) (found as { setData(data: FeatureCollection): void }).setData(data);
}
