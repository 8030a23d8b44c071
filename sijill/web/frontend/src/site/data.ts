// What the files in `data/` of a site put on the window. They are scripts, because a page opened from a folder may not fetch anything.
import type { FeatureCollection } from "geojson";
import type { GroundData } from "../map/ground";

/** Incidents on the map: longitude, latitude, grade, people killed (at most), radius of doubt in km, id, kind of event, first day, place, range in words. */
export type PlaceRow = [number, number, number, number, number, string, number, string, string, string];

/** An incident in the search index: id, title, days, grade, people killed in words. */
export type FoundRow = [string, string, string, string, string];

export interface SiteData {
  ground?: GroundData;
  /** The coarse map of everything, where some incidents lie far from the rest. */
  world?: GroundData;
  own?: FeatureCollection;
  towns?: FeatureCollection;
  places?: { events: string[]; grades: string[]; killed: string; rows: PlaceRow[] };
  /** Terms in the order of code points; `lists` has, for each, the rows that it stands for as differences in base 36. */
  index?: { rows: FoundRow[]; terms: string[]; lists: string[]; grades: Record<string, string> };
}

declare global {
  interface Window {
    sijill?: SiteData;
  }
}

/** Return what the data files of this page brought. */
export function getData(): SiteData {
  return window.sijill ?? {};
}
