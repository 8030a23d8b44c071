// What lies on the ground: clusters of incidents, single incidents sized by harm and coloured by grade, areas of doubt, labels.
import type { LayerSpecification } from "maplibre-gl";
import { gradeColours, readColour } from "./colours";

const FONT = { "text-font": ["IBM Plex Sans Arabic", "Plex", "sans-serif"] };
const BY_HARM = ["interpolate", ["linear"], ["sqrt", ["coalesce", ["get", "harm"], 0]], 0, 5, 3, 8, 10, 20, 30, 34];

/** Return the layers over the sources `towns`, `incidents` (clustered) and `areas`. */
export function makeLayers(): LayerSpecification[] {
  const ink = readColour("--ink");
  const paper = readColour("--surface");
  const land = readColour("--map-land");
  return [
    { id: "town-points", type: "circle", source: "towns", paint: { "circle-radius": 1.75, "circle-color": readColour("--ink-3") } },
    {
      id: "towns", type: "symbol", source: "towns",
      layout: {
        "text-field": ["get", "name"], "text-size": 11, "text-anchor": "bottom", "text-offset": [0, -0.35], "text-max-width": 8,
        "symbol-sort-key": ["-", 0, ["get", "population"]], ...FONT,
      },
      paint: { "text-color": readColour("--ink-3"), "text-halo-color": land, "text-halo-width": 1.2 },
    },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": gradeColours(), "fill-opacity": 0.1 } },
    { id: "area-lines", type: "line", source: "areas", paint: { "line-color": gradeColours(), "line-width": 1, "line-dasharray": [2, 2] } },
    {
      id: "clusters", type: "circle", source: "incidents", filter: ["has", "point_count"],
      paint: {
        "circle-color": paper, "circle-opacity": 0.94, "circle-stroke-color": readColour("--ink-2"), "circle-stroke-width": 1.5,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "harm"]], 0, 12, 10, 20, 50, 40],
      },
    },
    {
      id: "candidates", type: "circle", source: "incidents", filter: ["has", "place_id"],
      paint: { "circle-color": paper, "circle-opacity": 0.9, "circle-stroke-color": readColour("--accent"), "circle-stroke-width": 2, "circle-radius": 7 },
    },
    {
      id: "points", type: "circle", source: "incidents", filter: ["all", ["!", ["has", "point_count"]], ["!", ["has", "place_id"]]],
      paint: { "circle-color": gradeColours(), "circle-opacity": 0.85, "circle-stroke-color": paper, "circle-stroke-width": 1.25, "circle-radius": BY_HARM },
    },
    {
      id: "cluster-counts", type: "symbol", source: "incidents", filter: ["has", "point_count"],
      layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-allow-overlap": true, ...FONT },
      paint: { "text-color": ink },
    },
    {
      id: "labels", type: "symbol", source: "incidents", filter: ["all", ["!", ["has", "point_count"]], ["has", "label"]],
      layout: { "text-field": ["get", "label"], "text-size": 12.5, "text-anchor": "top", "text-offset": [0, 0.8], "text-max-width": 9, ...FONT },
      paint: { "text-color": ink, "text-halo-color": land, "text-halo-width": 1.6 },
    },
  ] as LayerSpecification[];
}
