// Names of towns for orientation, asked for again whenever the reader looks elsewhere.
import type { Map as MapLibre } from "maplibre-gl";
import { type Box, setData } from "./ground";
import type { MapSource } from "./source";

/** Show the largest towns of what is on the screen, now and after every move. */
export async function watchTowns(map: MapLibre, source: MapSource): Promise<void> {
  let asked = 0;
  const update = async (): Promise<void> => {
    const number = ++asked;
    const towns = await source.towns(map.getBounds().toArray().flat() as Box);
    if (towns && number === asked) setData(map, "towns", towns);
  };
  map.on("moveend", () => void update());
  await update();
}
