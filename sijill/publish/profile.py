"""Redaction profiles: what leaves the register, as data.

In: `packs/profiles/NAME.yml`, or a file of the user's own. Out: `Profile`. Not here: the redaction (`redact`).
"""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from sijill.errors import UserError
from sijill.packs import PACKS_FOLDER, load_yaml
from sijill.publish.names import Names

FOLDER = PACKS_FOLDER / "profiles"
Keep = Literal["keep", "drop"]


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What leaves. Texts of documents never do under a profile.

    `quotes`: quoted words, headlines and names of parties that the packs do not know. `names`: what becomes of names of people in them:
    `cover` (letter by letter), `initials` or `keep`; `docs/method/names.md` says what is found and what is missed. `addresses`: addresses
    and the callers' own document ids. `sources`: names of publishers and of those who are quoted. `place`: `exact`, `grid` (the middle of
    a cell of `grid_km`, without the name), `admin1` (first-order division, no point) or `country`. `hold_back_days`: incidents younger
    than this on the day of the release stay back, and so do undated ones. An address that is kept leads to the whole report, and its
    words may name the place.
    """

    id: str
    title: str
    quotes: Keep
    addresses: Keep
    sources: Keep
    place: Literal["exact", "grid", "admin1", "country"]
    names: Names = "cover"
    grid_km: Annotated[float, msgspec.Meta(gt=0, le=500)] = 10.0
    hold_back_days: Annotated[int, msgspec.Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        if self.place != "exact" and self.quotes == "keep":
            raise ValueError("quoted words name the place: with a place that is not exact, quotes must be dropped")


def list_profiles() -> tuple[str, ...]:
    """Return the names of the profiles."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


def get_profile(name: str) -> Profile:
    """Return a profile by its name, or from a file of the user's own; raises UserError with the names that there are."""
    if Path(name).suffix in {".yml", ".yaml"}:
        return load_yaml(Path(name), Profile)
    if name not in list_profiles():
        raise UserError(f"there is no profile {name!r}; profiles are {', '.join(list_profiles())}, or give a file NAME.yml of your own")
    return load_yaml(FOLDER / f"{name}.yml", Profile)
