import csv
import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.errors import InputError, UserError
from sijill.gazetteer.added import AddedFile
from sijill.model import DocumentContext, Incident, IncidentPlace
from sijill.publish import EXPORTERS
from sijill.publish.base import Edition
from sijill.publish.changes import Change, Entry, iter_changes, load_index, write_index
from sijill.publish.release import ReleaseOptions, make_release
from tests.make import make_claim, make_incident
from tests.publish.invented import make_edition, make_records

DAY = date(2031, 4, 1)


def make(version: str, *incidents: Incident) -> Edition:
    edition = replace(make_edition(version), released=DAY)
    return replace(edition, incidents=lambda: [(i, ()) for i in incidents]) if incidents else edition


def read_files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_register_and_version_give_the_same_bytes_in_every_format(tmp_path):
    options = ReleaseOptions(formats=[e.name for e in EXPORTERS])
    one, other = (read_files(make_release(make("1.0"), tmp_path / name, options)) for name in ("a", "b"))
    assert [name for name in one if one[name] != other.get(name)] == []
    assert one.keys() == other.keys()


def test_every_file_but_the_sums_is_in_the_sums(tmp_path):
    files = read_files(make_release(make("1.0"), tmp_path))
    sums = dict(reversed(line.split("  ", 1)) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert {
        "README.md",
        "index.csv",
        "changes.csv",
        "tombstones.csv",
        "sources.csv",
        "gazetteers.csv",
        "method/grading.md",
        "ro-crate-metadata.json",
        "codebook/event_types.yml",
    } <= set(sums)


def test_a_release_is_never_changed(tmp_path):
    make_release(make("1.0"), tmp_path)
    with pytest.raises(UserError, match="never changed"):
        make_release(make("1.0"), tmp_path)


def test_a_release_has_a_day(tmp_path):
    with pytest.raises(UserError, match="day"):
        make_release(make_edition("1.0"), tmp_path)


def test_changes_since_the_last_release(tmp_path):
    kept, grown, gone = (make_incident(incident_id=f"inc_{n}", claim_ids=(f"clm_{n}",)) for n in ("a", "b", "c"))
    absorbed = make_incident(incident_id="inc_d", claim_ids=("clm_d",))
    before = make_release(make("1.0", kept, grown, gone, absorbed), tmp_path)
    bigger = make_incident(incident_id="inc_b", claim_ids=("clm_b", "clm_d"), previous_ids=("inc_d",))
    after = make_release(
        make("2.0", kept, bigger, make_incident(incident_id="inc_e", claim_ids=("clm_e",))), tmp_path, ReleaseOptions(previous=before)
    )
    rows = list(csv.DictReader((after / "changes.csv").read_text().splitlines()))
    assert [tuple(row.values()) for row in rows] == [
        ("changed", "inc_b", ""),
        ("withdrawn", "inc_c", ""),
        ("merged", "inc_d", "inc_b"),
        ("added", "inc_e", ""),
    ]
    assert "1 added, 1 changed, 1 merged, 1 withdrawn" in (after / "README.md").read_text()


def test_an_incident_whose_claims_went_two_ways_was_split():
    before = {"inc_a": Entry("inc_a", "1", frozenset({"x", "y"}), ())}
    after = {"inc_b": Entry("inc_b", "2", frozenset({"x"}), ()), "inc_c": Entry("inc_c", "3", frozenset({"y"}), ())}
    assert Change("split", "inc_a", ("inc_b", "inc_c")) in list(iter_changes(before, after))


def test_a_folder_that_is_no_release_is_named(tmp_path):
    with pytest.raises(InputError, match="no release"):
        make_release(make("1.0"), tmp_path / "out", ReleaseOptions(previous=tmp_path))


ids = st.text("abcdef0123456789", min_size=1, max_size=6)
entries = st.dictionaries(ids, st.builds(lambda s, c: (s, frozenset(c)), ids, st.lists(ids))).map(
    lambda found: {i: Entry(i, s, c, ()) for i, (s, c) in found.items()}
)


@given(entries)
def test_an_index_is_read_as_it_was_written(tmp_path_factory, index):
    path = tmp_path_factory.mktemp("index") / "index.csv"
    write_index(path, index.values())
    assert load_index(path) == index


@given(entries, entries)
def test_every_difference_is_told_exactly_once(before, after):
    told = [change.incident_id for change in iter_changes(before, after)]
    assert len(set(told)) == len(told)
    assert set(told) == {
        i for i in before.keys() | after.keys() if i not in before or i not in after or before[i].sha256 != after[i].sha256
    }


def test_the_readme_says_what_each_format_cannot_say(tmp_path):
    text = (make_release(make("1.0"), tmp_path, ReleaseOptions(formats=["csv", "geojson"])) / "README.md").read_text()
    assert "A point looks exact" in text
    assert f"{len(make_records())} incidents" in text


def test_tombstones_are_carried_from_release_to_release(tmp_path):
    one, two, three = (make_incident(incident_id=f"inc_{n}", claim_ids=(f"clm_{n}",)) for n in "abc")
    first = make_release(make("1.0", one, two, three), tmp_path)
    second = make_release(make("2.0", two, three), tmp_path, ReleaseOptions(previous=first))
    third = make_release(make("3.0", three), tmp_path, ReleaseOptions(previous=second))
    rows = [tuple(row.values()) for row in csv.DictReader((third / "tombstones.csv").read_text().splitlines())]
    assert rows == [("inc_a", "withdrawn", "", "2.0"), ("inc_b", "withdrawn", "", "3.0")]


def test_sources_and_gazetteers_are_credited(tmp_path):
    place = IncidentPlace(place_id="geonames:1", name="Tell", lat=1.0, lon=2.0, precision=1, country="SY", admin1=None)
    claims = [
        make_claim(document=DocumentContext(source="ACLED", source_id="acled")),
        make_claim(claim_id="clm_2", document=DocumentContext(source="Northern Wire")),
    ]
    edition = replace(make("1.0"), incidents=lambda: [(make_incident(place=place), tuple(claims))])
    file = AddedFile(
        name="SY", file="SY.zip", origin="/home/somebody/SY.zip", sha256="0" * 64, size=1, added_at="2031", licence="CC BY 4.0"
    )
    folder = make_release(edition, tmp_path, ReleaseOptions(formats=["csv"], place_files=[file]))
    sources = {row["source_id"]: row for row in csv.DictReader((folder / "sources.csv").read_text().splitlines())}
    assert "restrict" in sources["acled"]["licence"]
    assert sources[""]["source"] == "Northern Wire"
    gazetteers = list(csv.DictReader((folder / "gazetteers.csv").read_text().splitlines()))
    assert [(g["gazetteer"], g["places"], g["licence"]) for g in gazetteers] == [("geonames", "1", "CC BY 4.0"), ("file", "", "CC BY 4.0")]
    text = (folder / "README.md").read_text()
    assert "Places and coordinates from GeoNames" in text
    assert "acleddata.com" in text
    assert not any(b"/home/somebody" in data for data in read_files(folder).values())
