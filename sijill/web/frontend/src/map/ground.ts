// The ground of every map: land, water, borders and names of Natural Earth, shipped with Sijill; over it what the register brings of its own.
// No tiles, no request to another machine. `sijill/present/ground` makes the data and says how lines are packed.
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import type { LayerSpecification, Map as MapLibre, SourceSpecification } from "maplibre-gl";
import { readColour } from "./colours";

type Packed = number[];
export interface GroundData {
  steps: number;
  land: Packed[][];
  lakes: [string, string, Packed[]][];
  borders: [number, Packed][];
  divisions: Packed[];
  rivers: [string, string, Packed][];
  countries: [number, number, number, string, string, string][];
  box?: [number, number, number, number] | null;
}
export type Box = [west: number, south: number, east: number, north: number];
export type Level = "coarse" | "fine";

const LAYERS = ["land", "lakes", "divisions", "rivers", "borders", "countries"] as const;
const FONT = { "text-font": ["IBM Plex Sans Arabic", "Plex", "sans-serif"] };
const ITALIC = { "text-font": ["Plex Italic", "Plex", "sans-serif"], "text-letter-spacing": 0.08 };
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

/** Return the empty sources of the ground; `fillGround` fills them. */
export function makeSources(): Record<string, SourceSpecification> {
  const empty = (attribution?: string): SourceSpecification => ({ type: "geojson", data: EMPTY, ...(attribution ? { attribution } : {}) });
  return { land: empty("Natural Earth"), ...Object.fromEntries(["lakes", "divisions", "rivers", "borders", "countries", "own"].map((name) => [name, empty()])) };
}

/** Return the layers of the ground, from the sea up to the names of countries. */
export function makeGroundLayers(): LayerSpecification[] {
  const [land, water, river, line, strong, soft] = ["--map-land", "--map-water", "--map-river", "--map-line", "--map-border", "--ink-3"].map(readColour);
  const kind = (...kinds: string[]): unknown[] => ["in", ["get", "kind"], ["literal", kinds]];
  const widths = (from: number, to: number): unknown[] => ["interpolate", ["linear"], ["zoom"], 3, from, 9, to];
  const label = { "text-color": soft, "text-halo-color": land, "text-halo-width": 1.4 };
  return [
    { id: "sea", type: "background", paint: { "background-color": land } }, // sea only where the land is known: see drawGround
    { id: "land", type: "fill", source: "land", paint: { "fill-color": land, "fill-antialias": true } },
    { id: "own-land", type: "fill", source: "own", filter: kind("land"), paint: { "fill-color": readColour("--map-own"), "fill-opacity": 1 } },
    { id: "own-areas", type: "fill", source: "own", filter: kind("area", "water"), paint: { "fill-color": ["match", ["get", "kind"], "water", water, readColour("--map-area")] } },
    { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": water } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": river, "line-width": 0.7 } },
    { id: "divisions", type: "line", source: "divisions", minzoom: 4.2, paint: { "line-color": line, "line-width": widths(0.4, 1), "line-dasharray": [3, 2] } },
    { id: "own-divisions", type: "line", source: "own", filter: kind("division"), paint: { "line-color": line, "line-width": widths(0.6, 1.2), "line-dasharray": [3, 2] } },
    { id: "rivers", type: "line", source: "rivers", paint: { "line-color": river, "line-width": widths(0.5, 1.8) }, layout: { "line-cap": "round", "line-join": "round" } },
    { id: "own-rivers", type: "line", source: "own", filter: kind("river"), paint: { "line-color": river, "line-width": widths(0.8, 2.6) }, layout: { "line-cap": "round", "line-join": "round" } },
    { id: "own-roads", type: "line", source: "own", filter: kind("road"), paint: { "line-color": line, "line-width": widths(0.5, 1.4) } },
    { id: "borders", type: "line", source: "borders", filter: ["!", ["get", "open"]], paint: { "line-color": strong, "line-width": widths(0.8, 1.6) } },
    { id: "open-borders", type: "line", source: "borders", filter: ["get", "open"], paint: { "line-color": strong, "line-width": widths(0.8, 1.6), "line-dasharray": [2, 2] } },
    { id: "own-borders", type: "line", source: "own", filter: kind("border"), paint: { "line-color": strong, "line-width": widths(0.9, 1.8) } },
    { id: "river-names", type: "symbol", source: "rivers", filter: ["!=", ["get", "name"], ""], minzoom: 4.5, layout: { "symbol-placement": "line", "symbol-spacing": 400, "text-field": ["get", "name"], "text-size": 11, "text-max-angle": 40, ...ITALIC }, paint: { ...label, "text-color": readColour("--map-water-ink") } },
    { id: "own-river-names", type: "symbol", source: "own", filter: ["all", kind("river"), ["has", "name"]], layout: { "symbol-placement": "line", "symbol-spacing": 320, "text-field": ["get", "name"], "text-size": 12, "text-max-angle": 40, ...ITALIC }, paint: { ...label, "text-color": readColour("--map-water-ink") } },
    { id: "own-names", type: "symbol", source: "own", filter: ["all", kind("name"), ["has", "name"]], layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 5, 10, 9, 13], "text-letter-spacing": 0.06, "text-max-width": 7, ...FONT }, paint: label },
    { id: "countries", type: "symbol", source: "countries", maxzoom: 7, layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["get", "rank"], 2, 14, 6, 10.5], "symbol-sort-key": ["get", "rank"], "text-letter-spacing": 0.08, "text-max-width": 7, ...FONT }, paint: label },
  ] as LayerSpecification[];
}

/** Draw what `load` gives: the fine level as soon as someone is near enough to see the difference, and where it reaches (`fineBox`). */
export async function fillGround(map: MapLibre, lang: string, load: (level: Level) => Promise<GroundData>, fineBox?: Box): Promise<void> {
  let shown: Level | null = null;
  const draw = async (): Promise<void> => {
    const { lng, lat } = map.getCenter();
    const reached = !fineBox || (lng > fineBox[0] && lng < fineBox[2] && lat > fineBox[1] && lat < fineBox[3]);
    const level: Level = map.getZoom() < FINE_FROM_ZOOM || !reached ? "coarse" : "fine";
    if (shown === level || (shown === "fine" && !fineBox)) return;
    shown = level;
    drawGround(map, await load(level), lang);
  };
  map.on("moveend", () => void draw());
  await draw();
}

const FINE_FROM_ZOOM = 4.5;

/** Draw one level of the ground with names in the reader's language. */
export function drawGround(map: MapLibre, ground: GroundData, lang: string): void {
  const arabic = lang === "ar";
  const unpack = (line: Packed): Position[] => unpackLine(line, ground.steps);
  const features: Record<(typeof LAYERS)[number], Feature[]> = {
    land: ground.land.map((rings) => make({ type: "Polygon", coordinates: rings.map(unpack) })),
    lakes: ground.lakes.map(([en, ar, rings]) => make({ type: "Polygon", coordinates: rings.map(unpack) }, { name: arabic ? ar : en })),
    divisions: [make({ type: "MultiLineString", coordinates: ground.divisions.map(unpack) })],
    rivers: ground.rivers.map(([en, ar, line]) => make({ type: "LineString", coordinates: unpack(line) }, { name: arabic ? ar : en })),
    borders: ground.borders.map(([open, line]) => make({ type: "LineString", coordinates: unpack(line) }, { open: open === 1 })),
    countries: ground.countries.map(([lon, lat, rank, , en, ar]) => make({ type: "Point", coordinates: [lon, lat] }, { rank, name: arabic ? ar : en })),
  };
  for (const layer of LAYERS) setData(map, layer, { type: "FeatureCollection", features: features[layer] });
  map.once("idle", () => map.setPaintProperty("sea", "background-color", readColour("--map-water")));
}

/** Draw the register's own layer: features with a `kind` and names; `name_ar` is shown to readers of Arabic. */
export function drawOwn(map: MapLibre, own: FeatureCollection, lang: string): void {
  const features = own.features.map((feature) => {
    const name: unknown = (lang === "ar" ? feature.properties?.["name_ar"] : undefined) ?? feature.properties?.["name"];
    return { ...feature, properties: { kind: feature.properties?.["kind"], ...(typeof name === "string" ? { name } : {}) } };
  });
  setData(map, "own", { type: "FeatureCollection", features });
}

function unpackLine(line: Packed, steps: number): Position[] {
  const points: Position[] = [];
  for (let at = 0, x = 0, y = 0; at < line.length; at += 2) {
    x += line[at] ?? 0;
    y += line[at + 1] ?? 0;
    points.push([x / steps, y / steps]);
  }
  return points;
}

function make(geometry: Geometry, properties: Record<string, unknown> = {}): Feature {
  return { type: "Feature", properties, geometry };
}

/** Replace the data of a GeoJSON source. */
export function setData(map: MapLibre, source: string, data: FeatureCollection): void {
  const found = map.getSource(source);
  if (found && "setData" in found) (found as { setData(data: FeatureCollection): void }).setData(data);
}
