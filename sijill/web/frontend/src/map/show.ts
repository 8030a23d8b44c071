// Shows a map in an element with `data-map`: fits it to its features, opens what is clicked. Candidates of a place (features with a `place_id`)
// are rings; choosing one sends the event `place-chosen` with its properties and coordinates, which bubbles up from the map's element.
import type { Feature, Point } from "geojson";
import { AttributionControl, LngLatBounds, Map as MapLibre, Marker, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { GeoJSONSource, MapGeoJSONFeature } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { makeCircle } from "./circle";
import { drawOwn, fillGround, makeGroundLayers, makeSources, setData } from "./ground";
import { readColour } from "./colours";
import { makeLayers } from "./layers";
import type { MapSource, Places, Properties } from "./source";
import { watchTowns } from "./towns";

const WORLD: [number, number, number, number] = [-20, -35, 75, 60];

export async function showMap(element: HTMLElement, source: MapSource): Promise<void> {
  const lang = document.documentElement.lang;
  setWorkerUrl(source.worker);
  const places = await source.places(element);
  const picking = element.dataset["pick"] !== undefined;
  if (!places.features.length && !picking) return;
  element.replaceChildren();
  const map = new MapLibre({
    container: element,
    style: { version: 8, sources: makeSources(), layers: makeGroundLayers() },
    bounds: places.features.length ? findBounds(places, element.dataset["cluster"] === "no") : WORLD,
    fitBoundsOptions: { padding: 48, maxZoom: Number(element.dataset["maxZoom"] ?? 9) },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: false,
    scrollZoom: element.dataset["scroll"] !== "no",
    renderWorldCopies: false,
    ...(source.bounds ? { maxBounds: source.bounds } : {}),
  });
  map.touchZoomRotate.disableRotation();
  const rtl = document.dir === "rtl";
  map.addControl(new NavigationControl({ showCompass: false }), rtl ? "top-left" : "top-right");
  map.addControl(new ScaleControl({}), rtl ? "bottom-right" : "bottom-left");
  map.addControl(new AttributionControl({ compact: false }), rtl ? "bottom-left" : "bottom-right");
  await new Promise((resolve) => map.once("load", resolve));
  addPlaces(map, places, element.dataset["cluster"] !== "no");
  const own = await source.own();
  if (own) drawOwn(map, own, lang);
  await fillGround(map, lang, (level) => source.ground(level), source.fineBox);
  const tiles = (await source.tiles?.()) ?? null;
  if (tiles) (await import("./tiles")).addTiles(map, tiles, lang);
  await watchTowns(map, source);
  watchPointer(map, element, source);
  if (picking) watchPicks(map, element);
  map.once("idle", () => (element.dataset["ready"] = ""));
}

/** Return bounds that hold the features with their areas of doubt; of many, the few that lie far from all others are left outside. */
function findBounds(places: Places, nearFirst: boolean): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const place of dropFarthest(places.features, nearFirst)) {
    const [lon = 0, lat = 0] = place.geometry.coordinates;
    bounds.extend([lon, lat]);
    const km = Math.min(place.properties.area_km ?? 0, places.features.length < MANY ? 200 : 12);
    for (const corner of km ? makeCircle(lon, lat, km).geometry.coordinates[0] ?? [] : []) bounds.extend([corner[0] ?? lon, corner[1] ?? lat]);
  }
  return bounds;
}

const NEAR_DEGREES = 2;
const MANY = 20;
const KEPT = 0.8;

/** Return the features near the first one, or, if there are many, those nearest to the middle. */
function dropFarthest(features: Feature<Point, Properties>[], nearFirst: boolean): Feature<Point, Properties>[] {
  if (nearFirst) return features.filter((f) => [0, 1].every((axis) => Math.abs((f.geometry.coordinates[axis] ?? 0) - (features[0]?.geometry.coordinates[axis] ?? 0)) < NEAR_DEGREES));
  if (features.length < MANY) return features;
  const middle = [0, 1].map((axis) => features.map((f) => f.geometry.coordinates[axis] ?? 0).sort((a, b) => a - b)[features.length >> 1] ?? 0);
  const distance = (f: Feature<Point>): number => Math.hypot(...middle.map((at, axis) => (f.geometry.coordinates[axis] ?? 0) - at));
  return [...features].sort((a, b) => distance(a) - distance(b)).slice(0, Math.ceil(features.length * KEPT));
}

function addPlaces(map: MapLibre, places: Places, cluster: boolean): void {
  map.addSource("towns", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addSource("areas", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addSource("incidents", {
    type: "geojson", data: places, cluster, clusterRadius: 42, clusterMaxZoom: 12,
    clusterProperties: { harm: ["+", ["coalesce", ["get", "harm"], 0]] },
  });
  for (const layer of makeLayers()) map.addLayer(layer);
  const areas = (): void => setData(map, "areas", { type: "FeatureCollection", features: visibleAreas(map, places, cluster) });
  map.on("idle", debounce(areas));
  areas();
}

/** Areas of doubt of the incidents that stand alone on the screen; below a kilometre the point itself says enough. */
function visibleAreas(map: MapLibre, places: Places, cluster: boolean): Feature[] {
  const shown = cluster ? map.queryRenderedFeatures({ layers: ["points"] }).map((found) => found.properties as Properties) : null;
  const name = (properties: Properties): string | undefined => properties.key ?? properties.url;
  const wanted = shown ? new Set(shown.map(name)) : null;
  return places.features
    .filter(({ properties }) => (properties.area_km ?? 0) >= 1 && (!wanted || wanted.has(name(properties))))
    .slice(0, 500)
    .map(({ geometry, properties }) => makeCircle(geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0, properties.area_km ?? 0, { grade: properties.grade }));
}

function debounce(action: () => void): () => void {
  let last = "";
  return function (this: unknown) {
    const map = this as MapLibre;
    const now = JSON.stringify([map.getZoom?.(), map.getCenter?.()]);
    if (now === last) return;
    last = now;
    action();
  };
}

function watchPointer(map: MapLibre, element: HTMLElement, source: MapSource): void {
  const popup = new Popup({ closeButton: false, closeOnClick: false, maxWidth: "18rem", offset: 10 });
  for (const layer of ["points", "candidates"]) {
    map.on("mouseenter", layer, (event) => {
      const place = event.features?.[0];
      if (!place) return;
      map.getCanvas().style.cursor = place.properties["url"] || place.properties["place_id"] ? "pointer" : "";
      popup.setLngLat((place.geometry as Point).coordinates as [number, number]).setDOMContent(describe(place)).addTo(map);
    });
    map.on("mouseleave", layer, () => {
      map.getCanvas().style.cursor = "";
      popup.remove();
    });
  }
  map.on("click", "points", (event) => {
    const url: unknown = event.features?.[0]?.properties["url"];
    if (typeof url === "string") source.open(url);
  });
  map.on("click", "candidates", (event) => {
    const place = event.features?.[0];
    if (!place) return;
    const detail = { ...place.properties, coordinates: (place.geometry as Point).coordinates };
    element.dispatchEvent(new CustomEvent("place-chosen", { detail, bubbles: true }));
  });
  map.on("mouseenter", "clusters", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "clusters", () => (map.getCanvas().style.cursor = ""));
  map.on("click", "clusters", (event) => void openCluster(map, event.features?.[0]));
}

/** Let every point of the ground be chosen: a marker shows it, the event `point-chosen` tells its coordinates. */
function watchPicks(map: MapLibre, element: HTMLElement): void {
  const marker = new Marker({ color: readColour("--accent") });
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", (event) => {
    if (map.queryRenderedFeatures(event.point, { layers: ["candidates"] }).length) {
      marker.remove();
      return;
    }
    const { lng, lat } = event.lngLat.wrap();
    marker.setLngLat([lng, lat]).addTo(map);
    element.dispatchEvent(new CustomEvent("point-chosen", { detail: { coordinates: [lng, lat] }, bubbles: true }));
  });
}

async function openCluster(map: MapLibre, cluster: MapGeoJSONFeature | undefined): Promise<void> {
  if (!cluster) return;
  const zoom = await (map.getSource("incidents") as GeoJSONSource).getClusterExpansionZoom(Number(cluster.properties["cluster_id"]));
  map.easeTo({ center: (cluster.geometry as Point).coordinates as [number, number], zoom });
}

/** Text only: titles come from documents and are never read as HTML. */
function describe(place: MapGeoJSONFeature): HTMLElement {
  const box = document.createElement("div");
  for (const [name, tag] of [["title", "strong"], ["detail", "div"]] as const) {
    const text: unknown = place.properties[name];
    if (typeof text !== "string" || !text) continue;
    const line = document.createElement(tag);
    line.dir = "auto";
    line.textContent = text;
    box.append(line);
  }
  return box;
}
