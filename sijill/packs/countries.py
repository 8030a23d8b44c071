"""Countries as ACLED and UCDP write them.

In: ISO 3166-1 codes, or the names that these data sets print. Out: `Country`, from `packs/codebook/countries.yml`.
Not here: places (`sijill.gazetteer`).
"""

from functools import lru_cache
from typing import Annotated

import msgspec

from sijill.packs import PACKS_FOLDER, load_yaml

# Ranges of Gleditsch and Ward's state numbers that make up UCDP's regions (UCDP GED codebook).
_UCDP_REGIONS = ((2, "Americas"), (200, "Europe"), (400, "Africa"), (630, "Middle East"), (700, "Asia"))


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country: `number` is ISO 3166-1 numeric, `gw` Gleditsch and Ward's state number, None where that list has none."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
    iso3: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
    number: int
    name: str
    acled_region: str
    gw: int | None = None
    ucdp_name: str | None = None

    @property
    def ucdp_region(self) -> str | None:
        """UCDP's region, None for Oceania and where there is no state number."""
        if self.gw is None or self.gw >= 900:
            return "Asia" if self.gw is not None else None
        return next(region for first, region in reversed(_UCDP_REGIONS) if self.gw >= first)


@lru_cache(maxsize=1)
def load_countries() -> dict[str, Country]:
    """Return all countries by ISO 3166-1 alpha-2 code."""
    countries: list[Country] = load_yaml(PACKS_FOLDER / "codebook" / "countries.yml", list[Country])
    return {country.id: country for country in countries}


def find_country(code: str | None) -> Country | None:
    """Return a country, or None for None and for codes that are no country's."""
    return load_countries().get(code or "")


@lru_cache(maxsize=1)
def _load_names() -> dict[str, Country]:
    """Return all countries by everything that a table may call them, in lower case; names win over the numbers of others."""
    found: dict[str, Country] = {}
    for country in load_countries().values():
        for name in (country.name, country.ucdp_name, country.id, country.iso3, f"{country.number:03d}", str(country.number)):
            if name:
                found.setdefault(name.strip().casefold(), country)
    return found


def find_country_by_name(text: str) -> Country | None:
    """Return the country of a name as ACLED or UCDP prints it, or of an ISO 3166-1 code (two or three letters, or number), or None."""
    return _load_names().get(text.strip().casefold())
