// A base map of your own: one PMTiles file in the Protomaps schema (version 4), read in ranges from the server that sent the page.
// It adds streets, buildings, water and names of localities to the ground; borders stay those of the ground, disputed ones as such.
import type { LayerSpecification, Map as MapLibre } from "maplibre-gl";
import { addProtocol } from "maplibre-gl";
import { Protocol } from "pmtiles";
import { readColour } from "./colours";

const FIRST_OVER = "own-land";
let protocol: Protocol | null = null;

/** Draw the tiles of an address between the ground and the register's own layer. */
export function addTiles(map: MapLibre, address: string, lang: string): void {
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  map.addSource("tiles", { type: "vector", url: `pmtiles://${new URL(address, window.location.href).href}`, attribution: "Protomaps, OpenStreetMap" });
  for (const layer of makeLayers(lang)) map.addLayer(layer, layer.type === "symbol" ? undefined : FIRST_OVER);
}

function makeLayers(lang: string): LayerSpecification[] {
  const [land, water, river, line, area, soft] = ["--map-land", "--map-water", "--map-river", "--map-line", "--map-area", "--ink-3"].map(readColour);
  const kind = (...kinds: string[]): unknown[] => ["in", ["get", "kind"], ["literal", kinds]];
  const from = { source: "tiles" };
  const road = (id: string, kinds: string[], minzoom: number, wide: number): unknown => ({
    ...from, id, type: "line", "source-layer": "roads", minzoom, filter: kind(...kinds),
    paint: { "line-color": line, "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], minzoom, 0.4, 16, wide] },
  });
  return [
    { ...from, id: "tiles-earth", type: "fill", "source-layer": "earth", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": land } },
    { ...from, id: "tiles-landuse", type: "fill", "source-layer": "landuse", minzoom: 9, filter: kind("residential", "industrial", "military", "hospital", "school", "cemetery"), paint: { "fill-color": area } },
    { ...from, id: "tiles-water", type: "fill", "source-layer": "water", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": water } },
    { ...from, id: "tiles-streams", type: "line", "source-layer": "water", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": river, "line-width": 1 } },
    { ...from, id: "tiles-buildings", type: "fill", "source-layer": "buildings", minzoom: 13.5, paint: { "fill-color": line, "fill-opacity": 0.5 } },
    road("tiles-minor", ["minor_road", "other"], 12, 5),
    road("tiles-major", ["major_road"], 8, 8),
    road("tiles-highways", ["highway"], 5, 10),
    {
      ...from, id: "tiles-places", type: "symbol", "source-layer": "places", minzoom: 9, filter: kind("locality", "neighbourhood", "macrohood"),
      layout: { "text-field": ["coalesce", ["get", `name:${lang}`], ["get", "name"]], "text-size": 11, "text-font": ["IBM Plex Sans Arabic", "Plex", "sans-serif"], "text-max-width": 8 },
      paint: { "text-color": soft, "text-halo-color": land, "text-halo-width": 1.4 },
    },
  ] as LayerSpecification[];
}
