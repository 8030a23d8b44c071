"""Who answers for a release: publisher, creators, licence, contact, identifier; and the metadata that follow from it.

In: `about.yml`, beside the register or named on the command line. Out: `About`; metadata for DataCite and as an RO-Crate.
What is not stated is left out, never filled in. Not here: the release's folder (`release`).
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from sijill.packs import load_yaml
from sijill.publish.base import Edition

FILE = "about.yml"
DATACITE = "http://datacite.org/schema/kernel-4"
CRATE = "https://w3id.org/ro/crate/1.1"
RESOURCE = "Register of incidents of armed conflict"
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Creator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whoever made the register; `orcid` of a person, `ror` of an organisation, as full addresses."""

    name: Text
    kind: Literal["organisation", "person"] = "organisation"
    orcid: Annotated[str, msgspec.Meta(pattern=r"^https://orcid\.org/[\dX-]{19}$")] | None = None
    ror: Annotated[str, msgspec.Meta(pattern=r"^https://ror\.org/\w{9}$")] | None = None

    @property
    def address(self) -> str | None:
        """The identifier, if any."""
        return self.orcid or self.ror


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a release says of itself.

    `licence` is an SPDX id such as `CC-BY-4.0`, `licence_url` the address of a licence that SPDX does not list. `doi` is the release's own,
    without an address before it. DataCite needs `publisher` and `creators`; without them there is no `datacite.json`.
    """

    title: Text | None = None
    description: Text | None = None
    publisher: Text | None = None
    creators: tuple[Creator, ...] = ()
    licence: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.+-]+$")] | None = None
    licence_url: Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$")] | None = None
    contact: Annotated[str, msgspec.Meta(pattern=r"^(https?://\S+|[^@\s]+@[^@\s]+)$")] | None = None
    doi: Annotated[str, msgspec.Meta(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    keywords: tuple[Text, ...] = ()

    @property
    def licence_address(self) -> str | None:
        """Where the licence can be read."""
        return self.licence_url or (f"https://spdx.org/licenses/{self.licence}" if self.licence else None)


NOBODY = About()


def load_about(path: Path | None, folder: Path) -> About:
    """Return what `path` says, or `about.yml` in the register's folder, or nothing; raises PackError that names file and line."""
    found = path or folder / FILE
    return load_yaml(found, About) if path is not None or found.is_file() else NOBODY


def make_datacite(about: About, edition: Edition, text: str) -> dict[str, Any] | None:
    """Return metadata in DataCite's schema (4.5, JSON), None while it is not stated who publishes and made the data."""
    if about.publisher is None or not about.creators or edition.released is None:
        return None
    data: dict[str, Any] = {
        "doi": about.doi or [],
        "titles": [{"title": about.title or edition.title}],
        "creators": [to_datacite(creator) for creator in about.creators],
        "publisher": {"name": about.publisher},
        "publicationYear": str(edition.released.year),
        "subjects": [{"subject": word} for word in about.keywords],
        "version": edition.version,
        "dates": [{"date": edition.released.isoformat(), "dateType": "Issued"}],
        "language": "en",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": RESOURCE},
        "rightsList": [make_rights(about)] if about.licence_address else [],
        "descriptions": [{"description": about.description or text, "descriptionType": "Abstract"}],
        "schemaVersion": DATACITE,
    }
    return {name: value for name, value in data.items() if value != []}


def make_rights(about: About) -> dict[str, str | None]:
    """Return the licence in DataCite's words."""
    address = about.licence_address
    if about.licence is None:
        return {"rightsUri": address}
    scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    return {"rights": about.licence, "rightsUri": address, "rightsIdentifier": about.licence, **scheme}


def to_datacite(creator: Creator) -> dict[str, Any]:
    """Return a creator in DataCite's words."""
    made: dict[str, Any] = {"name": creator.name, "nameType": "Personal" if creator.kind == "person" else "Organizational"}
    if creator.address is not None:
        scheme, home = ("ORCID", "https://orcid.org") if creator.orcid else ("ROR", "https://ror.org")
        made["nameIdentifiers"] = [{"nameIdentifier": creator.address, "nameIdentifierScheme": scheme, "schemeUri": home}]
    return made


def make_crate(about: About, edition: Edition, files: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """Return metadata as an RO-Crate (1.1); `files` are its `File` entities."""
    makers = [{"@id": creator.address or f"#{number}"} for number, creator in enumerate(about.creators)]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title or edition.title,
        "description": about.description or text,
        "version": edition.version,
        "datePublished": str(edition.released),
        "identifier": f"https://doi.org/{about.doi}" if about.doi else None,
        "license": {"@id": about.licence_address} if about.licence_address else None,
        "publisher": {"@id": "#publisher"} if about.publisher else None,
        "creator": makers or None,
        "keywords": ", ".join(about.keywords) or None,
        "contactPoint": {"@id": "#contact"} if about.contact else None,
        "hasPart": [{"@id": item["@id"]} for item in files],
    }
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": CRATE},
        "about": {"@id": "./"},
    }
    stated = {name: value for name, value in root.items() if value is not None}
    return {"@context": f"{CRATE}/context", "@graph": [descriptor, stated, *iter_agents(about), *files]}


def iter_agents(about: About) -> list[dict[str, Any]]:
    """Return publisher, creators, contact and licence as entities of an RO-Crate."""
    agents: list[dict[str, Any]] = [
        {
            "@id": creator.address or f"#{number}",
            "@type": "Person" if creator.kind == "person" else "Organization",
            "name": creator.name,
        }
        for number, creator in enumerate(about.creators)
    ]
    if about.publisher:
        agents.append({"@id": "#publisher", "@type": "Organization", "name": about.publisher})
    if about.contact:
        kind = "url" if about.contact.startswith("http") else "email"
        agents.append({"@id": "#contact", "@type": "ContactPoint", "contactType": "data", kind: about.contact})
    if about.licence_address:
        name = about.licence or about.licence_address
        agents.append({"@id": about.licence_address, "@type": "CreativeWork", "name": name, "url": about.licence_address})
    return agents
