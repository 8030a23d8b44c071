"""FollowTheMoney entities: incidents beside people, companies and documents, for OpenAleph and nomenklatura.

In: an edition. Out: `entities.ftm.json`, one entity a line: an `Event` for each incident, its `Address`, the `Organization`s named in it,
an `Article` for each document and a `Documentation` between article and event.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sijill.model import Document, IncidentActor, make_id
from sijill.packs import Actor
from sijill.packs.countries import find_country
from sijill.publish.base import Edition, Exporter, IncidentRecord

_ENCODER = msgspec.json.Encoder()
Properties = dict[str, list[str]]


class FollowTheMoney(Exporter):
    """Incidents as `Event` entities with the parties and documents that belong to them."""

    name = "ftm"
    title = "FollowTheMoney entities"
    readers = "OpenAleph, nomenklatura, yente"
    suffix = ".json"
    cannot_say = (
        "`involved` does not say who attacked whom: that is in `summary`, with who is only accused.",
        "Numbers are words in `summary`; ranges by status are in the tables of `csv`.",
        "Articles hold no text. Precision of place is in `notes`.",
    )

    def write(self, edition: Edition, folder: Path) -> tuple[Path, ...]:
        """Write one entity a line; every actor once."""
        path = folder / "entities.ftm.json"
        actors: set[str] = set()
        with path.open("wb") as file:
            for record in edition.iter_records():
                for entity in iter_entities(record, actors):
                    file.write(_ENCODER.encode(entity) + b"\n")
            for document in edition.documents():
                file.write(_ENCODER.encode(to_article(document)) + b"\n")
        return (path,)


def make_entity(entity_id: str, schema: str, properties: dict[str, list[str | None]]) -> dict[str, Any]:
    """Return an entity; values that are missing are left out."""
    kept = {name: [v for v in dict.fromkeys(values) if v] for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def iter_entities(record: IncidentRecord, seen: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the entities of one incident; `seen` holds the actors that were written before."""
    incident = record.incident
    for party in (*incident.perpetrator, *incident.target):
        actor_id = make_actor_id(party)
        if actor_id not in seen:
            seen.add(actor_id)
            yield to_organization(actor_id, party, record.packs.actors.get(party.actor_id or ""))
    place = incident.place
    if place is not None and place.lat is not None and place.lon is not None:
        names = [", ".join(n for n in (place.name, place.admin1) if n) or f"{place.lat}, {place.lon}"]
        where: dict[str, list[str | None]] = {"full": [*names], "latitude": [str(place.lat)], "longitude": [str(place.lon)]}
        yield make_entity(make_entity_id("adr", incident.incident_id), "Address", where | {"country": list_country(record)})
    yield to_event(record)
    for document_id in incident.document_ids:
        link: dict[str, list[str | None]] = {
            "document": [make_article_id(document_id)],
            "entity": [to_entity_id(incident.incident_id)],
            "role": ["report"],
        }
        yield make_entity(make_entity_id("lnk", document_id, incident.incident_id), "Documentation", link)


def to_event(record: IncidentRecord) -> dict[str, Any]:
    """Return the incident as an event."""
    incident, place = record.incident, record.incident.place
    known = record.packs.codebook.event_types.get(incident.event_type)
    located = place is not None and place.lat is not None
    return make_entity(
        to_entity_id(incident.incident_id),
        "Event",
        {
            "name": [incident.title or (known.get_label("en") if known else incident.event_type)],
            "startDate": [incident.date.start],
            "endDate": [incident.date.end],
            "country": list_country(record),
            "location": [place.name, place.name_ar] if place else [],
            "addressEntity": [make_entity_id("adr", incident.incident_id)] if located else [],
            "involved": [make_actor_id(a) for a in (*incident.perpetrator, *incident.target)],
            "keywords": [incident.event_type, *incident.weapon_ids],
            "summary": [describe(record)],
            "notes": [f"grade {incident.grade}; place precision {place.precision if place else 'none'}; release {record.version}"],
            "recordId": [incident.incident_id],
            "publisher": [*record.sources],
            "sourceUrl": [*record.addresses],
        },
    )


def describe(record: IncidentRecord) -> str:
    """Return who did what to whom, and the numbers, as plain statements."""
    incident = record.incident
    parts = [f"{record.get_actor_name(a.actor_id, a.quote)} ({a.status or 'accused'})" for a in incident.perpetrator]
    told = [f"Named as responsible: {', '.join(parts)}."] if parts else ["Nobody is named as responsible."]
    for outcome, cells in incident.harm.items():
        numbers = [f"{who} {c.min}-{c.max}" if c.max is not None else f"{who} {c.min} or more" for who, c in cells.items() if c is not None]
        told += [f"{outcome.capitalize()}: {', '.join(numbers)}."] if numbers else []
    return " ".join([*told, f"{incident.independent_sources} independent source(s)."])


def to_organization(entity_id: str, party: IncidentActor, actor: Actor | None) -> dict[str, Any]:
    """Return a party with all its names."""
    if actor is None:
        return make_entity(entity_id, "Organization", {"name": [party.quote or party.actor_id or "unknown"]})
    aliases: list[str | None] = [name for names in actor.names.values() for name in names if name != actor.get_label("en")]
    countries: list[str | None] = [code.lower() for code in actor.countries if find_country(code)]
    return make_entity(entity_id, "Organization", {"name": [actor.get_label("en")], "alias": aliases, "country": countries})


def to_article(document: Document) -> dict[str, Any]:
    """Return a document without its text."""
    return make_entity(
        make_article_id(document.id),
        "Article",
        {
            "title": [document.title or document.id],
            "publishedAt": [document.published[:10] if document.published else None],
            "publisher": [document.source],
            "sourceUrl": [document.url],
            "language": [document.lang],
        },
    )


def list_country(record: IncidentRecord) -> list[str | None]:
    """Return the country's code as FollowTheMoney writes it, nothing for a code that is no country's."""
    place = record.incident.place
    return [place.country.lower()] if place is not None and place.country and find_country(place.country) else []


def to_entity_id(text: str) -> str:
    """Return an id with the characters that FollowTheMoney allows; the incident's own id stays in `recordId`."""
    return text.replace("_", "-")


def make_entity_id(prefix: str, *parts: str) -> str:
    """Return a content-hash id of an entity."""
    return to_entity_id(make_id(prefix, *parts))


def make_actor_id(party: IncidentActor) -> str:
    """Return the entity id of a party."""
    return make_entity_id("act", party.actor_id or party.quote or "")


def make_article_id(document_id: str) -> str:
    """Return the entity id of a document."""
    return make_entity_id("art", document_id)
