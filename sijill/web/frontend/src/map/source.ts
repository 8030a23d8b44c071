// Where a map's data come from: a server for the workbench, files beside the page for a site. The map itself does not care.
import type { FeatureCollection, Point } from "geojson";
import type { Box, GroundData, Level } from "./ground";

/** Properties of a place on the map. `area_km` is the radius of doubt, `harm` the number that sizes it; `place_id` makes it a candidate that can be chosen. */
export interface Properties {
  /** What tells this place from others; its address where it has none. */
  key?: string;
  url?: string;
  title: string;
  detail?: string;
  grade?: string;
  harm?: number;
  area_km?: number | null;
  label?: string;
  place_id?: string;
}
export type Places = FeatureCollection<Point, Properties>;

export interface MapSource {
  /** Address of MapLibre's worker. */
  worker: string;
  /** What the reader may not leave, where the ground ends. */
  bounds?: Box;
  /** How far the fine level of the ground reaches, where that is not everywhere. */
  fineBox?: Box;
  /** The places of the map in `element`. */
  places(element: HTMLElement): Promise<Places>;
  ground(level: Level): Promise<GroundData>;
  /** What the register brings of its own: areas, rivers, names; null without any. */
  own(): Promise<FeatureCollection | null>;
  /** The largest towns in a box. */
  towns(box: Box): Promise<FeatureCollection | null>;
  /** Address of a PMTiles file for streets and names, where the server has one. */
  tiles?(): Promise<string | null>;
  /** Open the page of a place. */
  open(url: string): void;
}

/** Return the source of a page that a workbench serves. */
export function makeServerSource(worker: string): MapSource {
  const load = async <T>(address: string): Promise<T | null> => {
    const response = await fetch(address);
    return response.ok && response.status !== 204 ? ((await response.json()) as T) : null;
  };
  return {
    worker,
    places: async (element) => (await load<Places>(element.dataset["map"] ?? "")) ?? { type: "FeatureCollection", features: [] },
    ground: async (level) => (await load<GroundData>(`/map/ground/${level}.json`)) as GroundData,
    own: () => load<FeatureCollection>("/map/own.geojson"),
    tiles: async () => (await load<{ address: string }>("/map/tiles.json"))?.address ?? null,
    towns: (box) => load<FeatureCollection>(`/map/towns.geojson?bbox=${box.map((degrees) => Math.max(-180, Math.min(180, degrees)).toFixed(3)).join(",")}`),
    open: (url) => {
      if (url.startsWith("/") && !url.startsWith("//")) window.location.assign(url);
    },
  };
}
