"""The places that the claims of an incident may mean, as choices of a form.

In: claims. Out: choices, best first. Not here: how they were found (`sijill.gazetteer`), the map (`sijill.web.pages.maps`).
"""

from collections.abc import Sequence

import msgspec

from sijill.present.claims import ClaimView


def list_candidates(claim_views: Sequence[ClaimView]) -> list[tuple[str, str, str, str]]:
    """Return (name, score, value as JSON, place id) of the places that the claims may mean, best first."""
    found: dict[str, tuple[float, tuple[str, str, str, str]]] = {}
    for view in claim_views:
        place = view.claim.place
        for candidate in place.candidates if place is not None else ():
            if candidate.lat is None or candidate.lon is None or found.get(candidate.place_id, (-1.0,))[0] >= candidate.score:
                continue
            value = {
                "place_id": candidate.place_id, "name": candidate.name, "lat": candidate.lat, "lon": candidate.lon, "precision": 1,
                "country": place.country if place else None, "admin1": None,
            }  # fmt: skip
            shown = (
                candidate.name or candidate.place_id,
                f"{candidate.score:.2f}",
                msgspec.json.encode(value).decode(),
                candidate.place_id,
            )
            found[candidate.place_id] = (candidate.score, shown)
    return [shown for _, shown in sorted(found.values(), key=lambda entry: -entry[0])][:8]
