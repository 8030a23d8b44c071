// World-atlas stitches coasts that cross the date line; a flat map must follow them past 180 degrees instead of jumping back across the world.
import type { FeatureCollection, Geometry, Position } from "geojson";

const ANTARCTICA = "010";

/** Return the countries with lines that never jump; Antarctica is left out, because its coast runs once around the world. */
export function unwrapCountries(countries: FeatureCollection): FeatureCollection {
  const features = countries.features.filter((country) => country.id !== ANTARCTICA);
  return { ...countries, features: features.map((country) => ({ ...country, geometry: unwrap(country.geometry) })) };
}

/** Return a geometry whose neighbouring points are never more than 180 degrees apart. */
export function unwrap(geometry: Geometry): Geometry {
  switch (geometry.type) {
    case "Polygon":
      return { ...geometry, coordinates: geometry.coordinates.map(unwrapLine) };
    case "MultiPolygon":
      return { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(unwrapLine)) };
    case "MultiLineString":
      return { ...geometry, coordinates: geometry.coordinates.map(unwrapLine) };
    default:
      return geometry;
  }
}

function unwrapLine(line: Position[]): Position[] {
  let turn = 0;
  let last = line[0]?.[0] ?? 0;
  return line.map(([lon = 0, lat = 0]) => {
    if (lon - last > 180) turn -= 360;
    if (lon - last < -180) turn += 360;
    last = lon;
    return [lon + turn, lat];
  });
}
