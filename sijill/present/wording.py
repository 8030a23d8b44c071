"""How values read on a page in one language: names, ranges, days, places, titles.

In: values of the model and of the read views. Out: text, or markup where the direction of writing needs isolating.
Not here: the texts themselves (`sijill.present.catalogue`), the layout (`templates/`).
"""

import re
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from sijill.model import HarmCell, Incident, IncidentDate, PartialDate
from sijill.packs import Packs
from sijill.present.catalogue import Catalogue
from sijill.present.passages import show_controls
from sijill.store.views import Contradiction

EN_DASH = "\u2013"
DENIES = "not "
_UNSEEN = re.compile(r'<span class="unseen">[^<]*</span>')
_OPEN, _CLOSE = re.compile(r'<bdi(?: dir="(ltr|rtl)")?[^>]*>'), re.compile(r"</bdi>")
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", None: "\u2068"}
ISOLATE_END = "\u2069"


class Wording:
    """Reads values in one language; made once for each request."""

    def __init__(self, catalogue: Catalogue, packs: Packs) -> None:
        self.catalogue = catalogue
        self.packs = packs
        self.lang = catalogue.lang

    def text(self, key: str, /, **values: object) -> str:
        """Return a text of the interface."""
        return self.catalogue.get(key, **values)

    def rich(self, key: str, /, **values: object) -> Markup:
        """Return a text of the interface whose values are markup or will be escaped."""
        return Markup(self.catalogue.get(key)).format(**values) if values else Markup(escape(self.catalogue.get(key)))

    def event(self, event_type: str) -> str:
        """Return the name of an event type."""
        code = self.packs.codebook.event_types.get(event_type)
        return event_type if code is None else code.get_label(self.lang)

    def rich_event(self, event_type: str) -> Markup:
        """Return the name of an event type as markup."""
        return Markup(escape(self.event(event_type)))

    def weapon(self, weapon_id: str) -> str:
        """Return the name of a weapon."""
        code = self.packs.codebook.weapons.get(weapon_id)
        return weapon_id if code is None else code.get_label(self.lang)

    def grade(self, grade: str) -> str:
        """Return the name of a grade."""
        return self.packs.codebook.grades[grade].get_label(self.lang)

    def actor(self, actor_id: str | None, quote: str | None = None) -> Markup:
        """Return an actor's name, isolated; of an actor that the packs do not know, the words of the source."""
        actor = self.packs.actors.get(actor_id or "")
        name = actor.get_label(self.lang) if actor else quote or actor_id or self.text("value.not_named")
        return isolate(name)

    def source(self, source_id: str | None, name: str | None = None) -> Markup:
        """Return a source's name, isolated: of the packs, else as given."""
        return isolate(self.source_name(source_id, name))

    def source_name(self, source_id: str | None, name: str | None = None) -> str:
        """Return a source's name as plain text; an attribution may also be to an actor."""
        known = self.packs.sources.get(source_id or "") or self.packs.actors.get(source_id or "")
        return known.get_label(self.lang) if known else name or source_id or self.text("value.unknown_source")

    def language(self, code: str | None) -> str:
        """Return the name of a language."""
        key = f"language.{code}"
        return self.text(key) if self.catalogue.has(key) else code or self.text("value.unknown")

    def country(self, code: str | None) -> str:
        """Return the name of a country, or its code where it has none."""
        return self.catalogue.countries.get(code or "") or code or self.text("value.unknown")

    def harm(self, field: str) -> str:
        """Return the name of a harm field such as `killed.civilian`."""
        outcome, _, who = field.partition(".")
        key = f"harm.{outcome}.{who}"
        if self.catalogue.has(key):
            return self.text(key)
        return f"{self.text(f'outcome.{outcome}')} ({self.text(f'who.{who}')})"

    def field(self, name: str) -> str:
        """Return the name of any field that can be contested: `perpetrator`, `place`, `killed.civilian`."""
        return self.text(f"field.{name}") if self.catalogue.has(f"field.{name}") else self.harm(name)

    def incident_title(self, incident: Incident) -> Markup:
        """Return the title of a full incident."""
        place = incident.place
        return self.title(incident.event_type, self.place_name(place.name, place.name_ar) if place else None)

    def field_of_decision(self, name: str) -> str:
        """Return the name of the field that a decision speaks of; of a claim's field, its path."""
        known = self.catalogue.has(f"field.{name}") or self.catalogue.has(f"harm.{name}")
        return self.field(name) if known else name

    def feature(self, name: str) -> str:
        """Return the name of a feature that speaks for or against one event."""
        return self.text(f"feature.{name}") if self.catalogue.has(f"feature.{name}") else name

    def level(self, name: str) -> str:
        """Return what a comparison found."""
        return self.text(f"level.{name}") if self.catalogue.has(f"level.{name}") else name.replace("_", " ")

    def position(self, field: str, position: str) -> Markup:
        """Return one side of a disagreement in words: a range of people, or a party that is accused or denies."""
        if field == "perpetrator":
            denied, actor_id = position.startswith(DENIES), position.removeprefix(DENIES)
            name = self.actor(actor_id)
            return self.rich("value.denies", actor=name) if denied else name
        return self._interval(position.replace("-", EN_DASH))

    def positions(self, item: Contradiction) -> list[tuple[Markup, int]]:
        """Return the sides of a disagreement with the number of claims for each: small numbers first, else the most claims first."""
        sides = sorted(item.positions.items(), key=lambda side: (_leading_number(side[0]), -len(side[1]), side[0]))
        return [(self.position(item.field, position), len(claim_ids)) for position, claim_ids in sides]

    def reason(self, code: str) -> str:
        """Return a criterion of grading in words."""
        key = f"reason.{code}"
        return self.text(key) if self.catalogue.has(key) else code.replace("_", " ")

    def rule(self, name: str) -> str:
        """Return what a counting rule does, in a few words."""
        key = f"rule.{name.partition('@')[0]}"
        return self.text(key) if self.catalogue.has(key) else ""

    def number(self, number: int) -> Markup:
        """Return a number with groups of three digits."""
        return Markup('<bdi dir="ltr" class="num">{}</bdi>').format(f"{number:,}")

    def range(self, low: int | None, high: int | None) -> Markup:
        """Return a range of people: `28–30`, `28`, `28+`, `≤ 30`, or a dash for what nobody says."""
        if low is None and high is None:
            return Markup('<span class="quiet">{}<span class="unseen">{}</span></span>').format(EN_DASH, self.text("value.not_stated"))
        if low == high:
            shown = f"{low:,}"
        elif high is None:
            shown = f"{low:,}+"
        elif low is None:
            shown = f"\u2264\u202f{high:,}"
        else:
            shown = f"{low:,}{EN_DASH}{high:,}"
        return self._interval(shown)

    def _interval(self, shown: str) -> Markup:
        """Return an interval of numbers, isolated; in Arabic it runs from right to left, as its readers expect."""
        return Markup('<bdi dir="{}" class="num">{}</bdi>').format(self.catalogue.direction, shown)

    def cell(self, cell: HarmCell | None) -> Markup:
        """Return the range of a cell."""
        return self.range(None, None) if cell is None else self.range(cell.min, cell.max)

    def when(self, value: PartialDate | IncidentDate | None) -> Markup:
        """Return a date no more precisely than it is known."""
        if value is None:
            return self.days(None, None, "unknown")
        return self.days(value.start, value.end, value.precision)

    def days(self, start: str | None, end: str | None, precision: str = "day") -> Markup:
        """Return the days from `start` to `end` (ISO 8601, inclusive)."""
        if start is None:
            return Markup('<span class="quiet">{}</span>').format(self.text("value.date_unknown"))
        first, last = date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10])
        return Markup('<time datetime="{}">{}</time>').format(start[:10], self.period(first, last, precision))

    def moment(self, when: str | float) -> Markup:
        """Return a moment (ISO 8601, or seconds since 1970) to the minute, in UTC."""
        stamp = when if isinstance(when, str) else datetime.fromtimestamp(when, UTC).isoformat()
        return Markup('<time datetime="{}"><bdi dir="ltr" class="num">{}</bdi></time>').format(stamp, stamp[:16].replace("T", " "))

    def when_plain(self, start: str | None, end: str | None, precision: str = "day") -> str:
        """Return the days from `start` to `end` as plain text, nothing where they are not known."""
        return "" if start is None else self.period(date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10]), precision)

    def period(self, first: date, last: date, precision: str = "day") -> str:
        """Return a period in words: a day, `24–26 May 2017`, a month or a year."""
        month = self.catalogue.months[first.month - 1]
        if precision == "year" and first.year == last.year:
            return str(first.year)
        if precision == "month" and (first.year, first.month) == (last.year, last.month):
            return f"{month} {first.year}"
        if first == last:
            return f"{first.day} {month} {first.year}"
        if (first.year, first.month) == (last.year, last.month):
            return self.text("date.within_month", first=first.day, last=last.day, month=month, year=first.year)
        return self.text("date.across", first=self.period(first, first), last=self.period(last, last))

    def short_day(self, day: date, *, bucket: str = "day") -> str:
        """Return a label for the axis of a timeline."""
        if bucket == "year":
            return str(day.year)
        month = self.catalogue.months[day.month - 1]
        return f"{month} {day.year}" if bucket == "month" else f"{day.day} {month}"

    def place(self, name: str | None, name_ar: str | None = None) -> Markup:
        """Return a place's name in the script of the reader where it is known."""
        return isolate(self.place_name(name, name_ar) or self.text("value.place_unknown"))

    def place_name(self, name: str | None, name_ar: str | None = None) -> str | None:
        """Return a place's name as plain text, or None."""
        return (name_ar if self.lang == "ar" else None) or name or name_ar

    def title(self, event_type: str, place: str | None) -> Markup:
        """Return an incident's title, made of event and place in the reader's language."""
        if place is None:
            return Markup(escape(self.event(event_type)))
        return self.rich("incident.title", event=self.event(event_type), place=isolate(place))

    def plain_title(self, event_type: str, place: str | None) -> str:
        """Return the title as plain text, for `<title>` and map labels."""
        return self.event(event_type) if place is None else self.text("incident.title", event=self.event(event_type), place=place)


def isolate(name: str) -> Markup:
    """Return a name that cannot turn the writing around it: isolated, its control characters made visible."""
    return Markup("<bdi>{}</bdi>").format(show_controls(name))


def to_plain(words: Markup) -> str:
    """Return markup as plain text for print: what is isolated on a page is isolated by control characters, unseen words are left out."""
    text = _UNSEEN.sub("", str(words))
    text = _CLOSE.sub(ISOLATE_END, _OPEN.sub(lambda found: _ISOLATES[found.group(1)], text))
    return Markup(text).striptags()


def isolate_plain(words: str) -> str:
    """Return words of plain text isolated, so that they cannot turn the writing around them."""
    return f"{_ISOLATES[None]}{words}{ISOLATE_END}" if words else ""


def _leading_number(position: str) -> int:
    digits = position.lstrip("-").split("-")[0].rstrip("+")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
