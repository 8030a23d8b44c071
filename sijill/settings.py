"""The one settings object: read once from the environment, passed down, never changed.

Every setting is an environment variable `SIJILL_<NAME>`; a variable that begins with `SIJILL_` and is not listed here is an error,
so that a typing mistake cannot pass unnoticed.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
import platformdirs

from sijill.errors import UserError

PREFIX = "SIJILL_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be set for a whole run; each field is documented by its comment."""

    # Folder of the register that commands work on.
    register: str = "register"
    # Place file(s) used instead of or beside the default gazetteer, separated by the system's path separator.
    places: str = ""
    # Folder for built place indexes; may be deleted at any time.
    cache: str = ""
    # Folder of place files that `sijill places add` fetched; kept until you delete it.
    data: str = ""
    # Further folders of packs, separated by the system's path separator; they extend and override the built-in ones.
    packs: str = ""
    # Address of a GeoNames-like country dump; {country} is replaced by the ISO code.
    geonames_url: str = "https://download.geonames.org/export/dump/{country}.zip"
    # Address of a country's alternate names in the form of GeoNames; empty: they are not fetched.
    geonames_names_url: str = "https://download.geonames.org/export/dump/alternatenames/{country}.zip"
    # Rule for best values (see `docs/method/counting.md`).
    rule: str = "range"
    # PMTiles file in the Protomaps schema with streets and names, drawn under the maps of the workbench.
    tiles: str = ""
    # Folder of the yardstick, for `make bench` only.
    bench: str = ""

    def cache_dir(self) -> Path:
        """Return the folder for built indexes."""
        return Path(self.cache) if self.cache else Path(platformdirs.user_cache_dir("sijill"))

    def data_dir(self) -> Path:
        """Return the folder for data that was fetched for good."""
        return Path(self.data) if self.data else Path(platformdirs.user_data_dir("sijill"))

    def place_files(self) -> tuple[Path, ...]:
        """Return the place files that were set."""
        return tuple(Path(p) for p in self.places.split(os.pathsep) if p)

    def pack_dirs(self) -> tuple[Path, ...]:
        """Return further pack folders."""
        return tuple(Path(p) for p in self.packs.split(os.pathsep) if p)


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of `environment`; raises UserError for an unknown `SIJILL_` name."""
    known = {PREFIX + f.upper(): f for f in Settings.__struct_fields__}
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UserError(f"unknown setting {', '.join(unknown)}; settings are {', '.join(sorted(known))}")
    return Settings(**{known[name]: value for name, value in given.items()})
