"""Data of the maps: incidents under a filter, one incident with the places that its claims may mean, and what they lie on.

`area_km` is the radius of doubt, `harm` the number that sizes a point. Titles are plain text; the map never reads them as HTML.
"""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import FileResponse, Response

from sijill.model import PlaceCandidate
from sijill.present.ground import Level, read_ground
from sijill.present.landmarks import list_towns
from sijill.present.own_layer import load_own_layer
from sijill.present.places import COARSEST, get_radius
from sijill.present.wording import Wording
from sijill.store import views
from sijill.store.views import IncidentFilter, MapPoint
from sijill.web.effective import get_effective_claim
from sijill.web.query import parse_query
from sijill.web.workbench import Page

router = APIRouter(prefix="/map")
# So many of the deadliest incidents carry the name of their place.
LABELS = 400


@router.get("/incidents.geojson")
def send_incidents(request: Request) -> Response:
    """Send the incidents that pass the filter; those known only by country or sea stay off the map."""
    page, wanted = Page(request), parse_query(request.query_params).wanted
    body = page.workbench.maps.get(page.register, (page.lang, wanted), lambda: make_map(page, wanted))
    return Response(body, media_type="application/geo+json")


def make_map(page: Page, wanted: IncidentFilter) -> bytes:
    """Return the GeoJSON of the incidents that pass `wanted`."""
    points = views.map_points(page.register, wanted)
    shown = [p for p in points if (p.precision or 1) <= COARSEST]
    names = {row.incident_id: row for row in views.get_incident_rows(page.register, [p.incident_id for p in shown[:LABELS]])}
    features = [_to_feature(p, page.wording) for p in shown]
    for feature, point in zip(features, shown, strict=False):
        if (row := names.get(point.incident_id)) is not None:
            name = page.wording.place_name(row.place_name, row.place_name_ar) or ""
            feature["properties"] |= {"title": page.wording.plain_title(row.event_type, name or None), "label": name}
    return _encode(features)


@router.get("/incidents/{incident_id}.geojson")
def send_incident(request: Request, incident_id: str) -> Response:
    """Send an incident's place and the other candidates of its claims."""
    page = Page(request)
    incident = views.get_incident(page.register, incident_id)
    features, seen = [], set()
    if (place := incident.place) is not None and place.lat is not None and place.lon is not None:
        name = page.wording.place_name(place.name, place.name_ar) or ""
        area = get_radius(place.precision, place.radius_km)
        features.append(_feature(place.lon, place.lat, title=name, label=name, grade=incident.grade, harm=9, area_km=area))
        seen.add(place.place_id)
    for claim in views.get_incident_claims(page.register, incident_id):
        for candidate in claim.place.candidates if claim.place else ():
            if candidate.place_id not in seen and candidate.lat is not None and candidate.lon is not None:
                seen.add(candidate.place_id)
                features.append(_to_candidate(candidate, page.wording))
    return _send(features)


@router.get("/claims/{claim_id}.geojson")
def send_claim(request: Request, claim_id: str) -> Response:
    """Send a claim's place, the candidates for it, and the other places of its document, which say where to look."""
    page = Page(request)
    claim = get_effective_claim(page, claim_id)
    features, seen = [], set()
    for number, other in enumerate((claim, *views.get_document_claims(page.register, claim.document_id))):
        place = other.place
        if place is None or place.lat is None or place.lon is None or (place.lat, place.lon) in seen:
            continue
        seen.add((place.lat, place.lon))
        name = page.wording.place_name(place.name, place.name_ar) or ""
        grade, harm = ("fair", 9) if number == 0 else ("", 0)
        features.append(_feature(place.lon, place.lat, title=name, label=name, grade=grade, harm=harm, area_km=place.radius_km))
    candidates = claim.place.candidates if claim.place else ()
    features += [_to_candidate(c, page.wording) for c in candidates if c.lat is not None and (c.lat, c.lon) not in seen]
    return _send(features)


@router.get("/point.geojson")
def send_point(
    lat: Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)] = None,
    lon: Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)] = None,
) -> Response:
    """Send one point, for a map on which a place is chosen; nothing where none is given."""
    return _send([] if lat is None or lon is None else [_feature(lon, lat, title="", grade="fair", harm=9, area_km=None)])


@router.get("/towns.geojson")
def send_towns(request: Request) -> Response:
    """Send the most populous towns of the part of the map that is looked at."""
    page, box = Page(request), parse_query(request.query_params).wanted.bbox
    towns = list_towns(page.lang, box) if box else []
    return _send([_feature(town.lon, town.lat, name=town.name, population=town.population) for town in towns])


@router.get("/ground/{level}.json")
def send_ground(level: Level) -> Response:
    """Send the base map of the world, which never changes."""
    headers = {"Content-Encoding": "gzip", "Cache-Control": "max-age=86400"}
    return Response(read_ground(level), media_type="application/json", headers=headers)


@router.get("/tiles.json")
def describe_tiles(request: Request) -> Response:
    """Say where the tiles of the setting `SIJILL_TILES` are; 204 where it is not set."""
    if not Page(request).workbench.settings.tiles:
        return Response(status_code=204)
    return Response(msgspec.json.encode({"address": "/map/tiles.pmtiles"}), media_type="application/json")


@router.get("/tiles.pmtiles")
def send_tiles(request: Request) -> Response:
    """Send the ranges of the tiles file that a map asks for."""
    path = Path(Page(request).workbench.settings.tiles)
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type="application/vnd.pmtiles")


@router.get("/own.geojson")
def send_own_layer(request: Request) -> Response:
    """Send what the register draws over the base map; 204 where it draws nothing."""
    layer = load_own_layer(Page(request).workbench.packs.folders)
    return Response(msgspec.json.encode(layer), media_type="application/geo+json") if layer.features else Response(status_code=204)


def _to_feature(point: MapPoint, wording: Wording) -> dict[str, Any]:
    killed = "" if point.killed_max is None and point.killed_min is None else wording.text("map.killed", range=_plain(point))
    return _feature(
        point.lon,
        point.lat,
        url=f"/incidents/{point.incident_id}",
        title=" \u00b7 ".join(part for part in (wording.event(point.event_type), point.start) if part),
        detail=killed,
        grade=point.grade,
        harm=point.killed_max or point.killed_min or 0,
        area_km=get_radius(point.precision, point.radius_km),
    )


def _to_candidate(candidate: PlaceCandidate, wording: Wording) -> dict[str, Any]:
    detail = wording.text("map.candidate", score=f"{candidate.score:.2f}")
    name = candidate.name or candidate.place_id
    shown = {"title": name, "label": name, "detail": detail, "place_id": candidate.place_id}
    return _feature(candidate.lon or 0, candidate.lat or 0, **shown, grade="", harm=0, area_km=None)


def _plain(point: MapPoint) -> str:
    ends = [n for n in (point.killed_min, point.killed_max) if n is not None]
    return "\u2013".join(str(n) for n in dict.fromkeys(ends))


def _feature(lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def _send(features: list[dict[str, Any]]) -> Response:
    return Response(_encode(features), media_type="application/geo+json")


def _encode(features: list[dict[str, Any]]) -> bytes:
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})
