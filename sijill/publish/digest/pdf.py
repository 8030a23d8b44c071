"""The digest, and one incident, as PDF.

In: a `Digest` or a record, the base map. Out: bytes. Not here: typesetting (`sijill.publish.print`).
"""

from collections.abc import Sequence

import msgspec

from sijill.present.charts.locator import Backdrop, Spot, draw_map, make_frame
from sijill.present.ground import make_ground
from sijill.present.landmarks import list_towns
from sijill.present.own_layer import load_own_layer
from sijill.present.places import is_on_map, make_spot
from sijill.present.wording import Wording
from sijill.publish.account import References, make_account
from sijill.publish.base import IncidentRecord
from sijill.publish.digest.select import Digest, get_words
from sijill.publish.print import print_pdf
from sijill.publish.site.entries import make_row

DIGEST_MAP, INCIDENT_MAP = (720, 300), (400, 300)
TOWNS = 40


def make_digest_pdf(digest: Digest, wording: Wording, *, preview: bool = False) -> bytes:
    """Return the digest as PDF (`preview`: its first page as PNG); raises UserError where typst or a font is missing."""
    pictures = draw_spots(digest.spots, DIGEST_MAP, wording)
    return print_pdf("digest", {**msgspec.to_builtins(digest), "map": bool(pictures)}, pictures, preview=preview)


def make_incident_pdf(record: IncidentRecord, wording: Wording, *, register: str, foot: str, preview: bool = False) -> bytes:
    """Return one incident as PDF; `register` is the title above it, `foot` the line below each page."""
    references = References(wording)
    account = make_account(record, wording, references, rtl=wording.catalogue.direction == "rtl")
    row = make_row(record.incident)
    name = wording.place_name(row.place_name, row.place_name_ar) or ""
    pictures = draw_spots((make_spot(row, name),) if is_on_map(row) else (), INCIDENT_MAP, wording)
    data = {
        "account": account,
        "references": references.cited,
        "words": get_words(wording),
        "register": register,
        "foot": foot,
        "lang": wording.lang,
        "dir": wording.catalogue.direction,
        "map": bool(pictures),
    }
    return print_pdf("incident", data, pictures, preview=preview)


def draw_spots(spots: Sequence[Spot], size: tuple[int, int], wording: Wording) -> dict[str, str]:
    """Return the map of the spots by its name, or nothing without any."""
    if not spots:
        return {}
    box = make_frame(spots, *size)
    own = load_own_layer(wording.packs.folders)
    backdrop = Backdrop(make_ground(box), own, list_towns(wording.lang, box, limit=TOWNS), wording.lang)
    return {"map": str(draw_map(spots, size, backdrop))}
