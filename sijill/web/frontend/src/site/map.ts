// Maps of a site or of a single-file map: everything they need came with the page, and nothing is asked for.
import type { Feature, FeatureCollection, Point } from "geojson";
import workerCode from "maplibre-gl/dist/maplibre-gl-worker.mjs?raw";
import { showMap } from "../map/show";
import type { Box } from "../map/ground";
import type { MapSource, Places, Properties } from "../map/source";
import { getData } from "./data";

function readPlaces(element: HTMLElement): Places {
  const { places } = getData();
  const base = element.dataset["pages"];
  const features = (places?.rows ?? []).map(([lon, lat, grade, harm, km, id, event, day, place, killed]): Feature<Point, Properties> => {
    const title = [places?.events[event] ?? "", place].filter(Boolean).join(" \u00b7 ");
    const detail = [day, killed ? (places?.killed ?? "").replace("{range}", killed) : ""].filter(Boolean).join(" \u00b7 ");
    const properties: Properties = { key: id, title, detail, grade: places?.grades[grade] ?? "", harm, area_km: km, ...(place ? { label: place } : {}) };
    if (base !== undefined) properties.url = `${base}${id}.html`;
    return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } };
  });
  return { type: "FeatureCollection", features };
}

/** A map of more degrees than this has no edges that a reader could run into. */
const WIDEST = 180;

function makeFileSource(): MapSource {
  const data = getData();
  const ground = data.ground ?? { steps: 1, land: [], lakes: [], borders: [], divisions: [], rivers: [], countries: [] };
  const reach = (data.world?.box ?? ground.box) as Box | null | undefined;
  return {
    worker: URL.createObjectURL(new Blob([workerCode], { type: "text/javascript" })),
    places: (element) => Promise.resolve(readPlaces(element)),
    ground: (level) => Promise.resolve(level === "coarse" && data.world ? data.world : ground),
    own: () => Promise.resolve(data.own ?? null),
    towns: () => Promise.resolve((data.towns as FeatureCollection | undefined) ?? null),
    open: (url) => {
      if (/^[\w./-]+\.html$/.test(url)) window.location.assign(url);
    },
    ...(reach && reach[2] - reach[0] < WIDEST ? { bounds: reach } : {}),
    ...(data.world && ground.box ? { fineBox: ground.box as Box } : {}),
  };
}

const source = makeFileSource();
document.querySelectorAll<HTMLElement>("[data-map]").forEach((element) => void showMap(element, source));
