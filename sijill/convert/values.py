"""What several cells of a row say together: when, where, how many people.

In: a row and a part of its column map. Out: values of a claim with the words they rest on, None where the row says nothing.
Not here: reading single cells (`row`), who is involved (`claims`).
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from sijill.convert.row import Row
from sijill.model import ClaimPlace, Harm, PartialDate, Quantity
from sijill.model.dates import DatePrecision, make_month
from sijill.packs.columns import ColumnMap, DateColumns, HarmColumns, PlaceColumns
from sijill.packs.countries import Country, find_country, find_country_by_name

HALF_WEEK = timedelta(days=3)


def find_date(row: Row, columns: DateColumns) -> PartialDate | None:
    """Return when it happened."""
    first = row.find_day(columns.start, columns.formats)
    if first is None:
        return None
    last = row.find_day(columns.end, columns.formats) or first
    if last < first:
        row.note("bad_date", columns.end, f"is before {first}")
        last = first
    first, last, precision = widen(first, last, row.find_code(columns.precision))
    quote, start, end = row.find_span(columns.start, columns.end) or ("", 0, 0)
    return PartialDate(first.isoformat(), last.isoformat(), precision, quote, start, end, "absolute")


def widen(first: date, last: date, precision: str | None) -> tuple[date, date, DatePrecision]:
    """Return the interval that a day of a coarser precision stands for: days that are given stay."""
    if first != last:
        return first, last, "range"
    match precision:
        case "week":
            return first - HALF_WEEK, last + HALF_WEEK, "week"
        case "month":
            return *make_month(first.year, first.month), "month"
        case "year":
            return date(first.year, 1, 1), date(first.year, 12, 31), "year"
    return first, last, "day"


def find_place(row: Row, columns: PlaceColumns) -> ClaimPlace | None:
    """Return where it happened: the finest name, the point, and how precise the table says that they are."""
    lat, lon = row.find_degrees(columns.latitude, 90.0), row.find_degrees(columns.longitude, 180.0)
    if lat is None or lon is None:
        lat = lon = None
    country = find_country_of(row, columns)
    named = [(name, step) for name, step in ((columns.name, 1), (columns.admin2, 3), (columns.admin1, 4)) if row.get(name)]
    if not (named or country or lat is not None):
        return None
    finest, step = named[0] if named else (columns.country, 6 if lat is None else 1)
    stated = row.find_code(columns.precision)
    span = row.find_span(finest) or row.find_span(columns.latitude, columns.longitude)
    quote, start, end = span or (None, None, None)
    return ClaimPlace(
        quote=quote,
        start=start,
        end=end,
        place_id=None,
        name=row.get(finest) if named else None,
        lat=lat,
        lon=lon,
        precision=int(stated) if stated else step,
        country=country.id if country else None,
        admin1=row.get(columns.admin1),
        admin2=row.get(columns.admin2),
        name_ar=row.get(columns.name_ar),
        inferred=span is None,
    )


def find_country_of(row: Row, columns: PlaceColumns) -> Country | None:
    """Return the country that the row names, or the one that the map has for all rows."""
    everywhere = find_country(columns.everywhere)
    text = row.get(columns.country)
    if text is None:
        return everywhere
    found = find_country_by_name(text)
    if found is None:
        row.note("unknown_country", columns.country, "is not a country of ISO 3166-1")
    return found or everywhere


def find_harm(row: Row, column_map: ColumnMap) -> tuple[Harm, ...]:
    """Return all numbers of people; a lowest and highest total is kept where the whole total is of one kind."""
    found = [(columns, harm) for columns in column_map.harm if row.holds(columns.where) and (harm := find_people(row, columns)) is not None]
    spread = column_map.spread
    if spread is not None:
        best, low, high = (row.find_number(c) for c in (spread.best, spread.low, spread.high))
        totals = [(columns, harm) for columns, harm in found if harm.outcome == spread.outcome and harm.group is None]
        if low is not None and high is not None and low <= high and low != high and len(totals) == 1 and totals[0][1].min == best:
            columns, only = totals[0]
            quote, start, end = row.find_span(columns.number, spread.low, spread.high) or ("", 0, 0)
            wide = msgspec.structs.replace(only, min=low, max=high, exactness="about", quote=quote, start=start, end=end)
            return tuple(wide if harm is only else harm for _, harm in found)
    return tuple(harm for _, harm in found)


def find_people(row: Row, columns: HarmColumns) -> Harm | None:
    """Return the number of people that one or two columns give, None where they are empty or a 0 stands for not known."""
    if columns.number is not None:
        low = high = row.find_number(columns.number)
    else:
        low, high = row.find_number(columns.min), row.find_number(columns.max)
    span = row.find_span(columns.number, columns.min, columns.max)
    if span is None or (low is None and high is None) or (not low and not high and columns.zero == "unknown"):
        return None
    if low is not None and high is not None and low > high:
        row.note("bad_number", columns.min, f"is above the highest number, {high}")
        return None
    quantity = to_quantity(low, high)
    quote, start, end = span
    return Harm(
        outcome=columns.outcome,
        who=columns.who,
        group=columns.group,
        side=columns.side,
        min=quantity.min,
        max=quantity.max,
        exactness=quantity.exactness,
        quote=quote,
        start=start,
        end=end,
    )


def to_quantity(low: int | None, high: int | None) -> Quantity:
    """Return the quantity between two ends, of which one may be open."""
    if high is None:
        return Quantity.at_least(low or 0)
    return Quantity.at_most(high) if low is None else Quantity.range(low, high) if high else Quantity.none()


def iter_items(quote: str, start: int, end: int, separator: str | None) -> Iterator[tuple[str, int, int]]:
    """Yield the items of a list in a cell with their offsets."""
    if separator is None:
        yield quote, start, end
        return
    position = start
    for part in quote.split(separator):
        if item := part.strip():
            begin = position + len(part) - len(part.lstrip())
            yield item, begin, begin + len(item)
        position += len(part) + len(separator)
