// Names of towns for orientation, asked for again whenever the reader looks elsewhere.
import type { FeatureCollection } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { setData } from "./base";

/** Show the largest towns of what is on the screen, now and after every move. */
export async function watchTowns(map: MapLibre): Promise<void> {
  let asked = 0;
  const update = async (): Promise<void> => {
    const number = ++asked;
    const box = map.getBounds().toArray().flat().map((degrees) => Math.max(-180, Math.min(180, degrees)).toFixed(3)).join(",");
    const response = await fetch(`/map/towns.geojson?bbox=${box}`);
    if (!response.ok || number !== asked) return;
    setData(map, "towns", (await response.json()) as FeatureCollection);
  };
  map.on("moveend", () => void update());
  await update();
}
