"""Publishing: the register in the formats that people of the field load into their tools.

In: a register and the name of a format. Out: files. `EXPORTERS` lists the formats; to add one, write a subclass of `base.Exporter` in a
file of its own and add a line here. What a format cannot say is in its `cannot_say`, and so in `docs/reference/formats.md`.
Not here: the pages of the workbench (`sijill.web`).
"""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sijill.errors import UserError
from sijill.packs import Packs
from sijill.publish.acled import AcledLike
from sijill.publish.airwars import AirwarsLike
from sijill.publish.base import Edition, Exporter
from sijill.publish.csv_tables import CsvTables
from sijill.publish.excel import Excel
from sijill.publish.follow_the_money import FollowTheMoney
from sijill.publish.geojson import GeoJson
from sijill.publish.geopackage import GeoPackage
from sijill.publish.geoparquet import GeoParquet
from sijill.publish.hxl import Hxl
from sijill.publish.json_lines import JsonLines
from sijill.publish.sqlite import Sqlite
from sijill.publish.ucdp import UcdpLike

if TYPE_CHECKING:
    from sijill.publish.profile import Profile
    from sijill.store import Register

__all__ = ["EXPORTERS", "Edition", "Exporter", "apply_profile", "check_day", "export_edition", "export_register", "get_exporter"]

EXPORTERS: tuple[Exporter, ...] = (
    JsonLines(),
    CsvTables(),
    GeoJson(),
    GeoParquet(),
    GeoPackage(),
    Sqlite(),
    Excel(),
    Hxl(),
    AcledLike(),
    UcdpLike(),
    AirwarsLike(),
    FollowTheMoney(),
)


def get_exporter(name: str) -> Exporter:
    """Return the exporter of a format; raises UserError with the formats that there are."""
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter
    raise UserError(f"there is no format {name!r}; formats are {', '.join(e.name for e in EXPORTERS)}")


def export_register(
    register: "Register", format: str, out: Path, *, packs: Packs, version: str = "unreleased", profile: str | None = None
) -> tuple[Path, ...]:
    """Write a register in a format to the folder `out`, under a redaction profile (None: all of it); see `export_edition`."""
    from sijill.publish.from_register import make_edition

    return export_edition(apply_profile(make_edition(register, packs, version=version), profile), format, out)


def apply_profile(edition: Edition, profile: str | None) -> Edition:
    """Return the edition under a redaction profile, or as it is for None; raises UserError for an unknown profile and a missing day."""
    if profile is None:
        return edition
    from sijill.publish.profile import get_profile
    from sijill.publish.redact import redact_edition

    return redact_edition(edition, check_day(get_profile(profile), edition))


def check_day(profile: "Profile", edition: Edition) -> "Profile":
    """Return the profile; raises UserError where it holds incidents back and nobody says from which day."""
    if profile.hold_back_days and edition.released is None:
        days = profile.hold_back_days
        raise UserError(f"the profile {profile.id} holds back incidents of the last {days} days: say from which day (--date)")
    return profile


def export_edition(edition: Edition, format: str, out: Path) -> tuple[Path, ...]:
    """Write an edition in a format; returns the files, the main one first.

    `out` is a folder, made where it is missing, whose files of the same names are replaced; or, for a format of one file, a file with that
    format's suffix. Files appear only when they are complete. Raises UserError where `out` cannot be written.
    """
    exporter = get_exporter(format)
    as_file = bool(exporter.suffix) and out.suffix == exporter.suffix
    folder = out.parent if as_file else out
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as partial:
            written = exporter.write(edition, Path(partial))
            names = (out.name,) if as_file else tuple(path.name for path in written)
            for path, name in zip(written, names, strict=True):
                shutil.move(path, folder / name)
    except OSError as error:
        raise UserError(f"cannot write to {folder}: {error.strerror or error}") from error
    return tuple(folder / name for name in names)
