// Circles on the ground: a place that is only known within so many kilometres is drawn as that area, not as a false point.
import type { Feature, Polygon, Position } from "geojson";

const KM_PER_DEGREE = 111.32;
const STEPS = 64;

/** Return a polygon of all points `km` around a point; good to a few per mille below 500 km. */
export function makeCircle(lon: number, lat: number, km: number, properties: Record<string, unknown> = {}): Feature<Polygon> {
  const ring: Position[] = [];
  const shrink = Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  for (let step = 0; step <= STEPS; step++) {
    const angle = (step / STEPS) * 2 * Math.PI;
    ring.push([lon + ((km / KM_PER_DEGREE) * Math.cos(angle)) / shrink, lat + (km / KM_PER_DEGREE) * Math.sin(angle)]);
  }
  return { type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } };
}
