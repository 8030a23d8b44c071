"""Every kind of file, good and bad: each becomes captures or an issue that names file and line, and the rest goes on."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from sijill.collect import CollectOptions, iter_captures
from sijill.collect import unpack as unpacking
from sijill.errors import InputError
from sijill.model import Capture, Document, Issue
from sijill.packs import load_packs
from sijill.read import read_capture
from sijill.store import Register

ARABIC = "قتل ثلاثة مدنيين بقصف جوي على مدينة الرقة"


def collect(register: Register, *paths: Path | str, options: CollectOptions | None = None) -> tuple[list[Capture], list[Issue]]:
    found = list(iter_captures([str(p) for p in paths], register.blobs, options))
    return [f for f in found if isinstance(f, Capture)], [f for f in found if isinstance(f, Issue)]


def read(register: Register, captures: list[Capture]) -> tuple[list[Document], list[Issue]]:
    results = [read_capture(c, register.load_bytes(c), load_packs()) for c in captures]
    return [d for documents, _ in results for d in documents], [i for _, issues in results for i in issues]


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_names_files_by_where_they_were_found(register: Register, tmp_path: Path):
    write(tmp_path / "reports" / "b.txt", "two")
    write(tmp_path / "reports" / "a" / "c.txt", "one")
    write(tmp_path / "reports" / ".hidden", "none")
    captures, _ = collect(register, tmp_path / "reports")
    assert [c.origin for c in captures] == ["reports/a/c.txt", "reports/b.txt"]
    assert [c.origin for c in collect(register, str(tmp_path / "reports" / "*.txt"))[0]] == ["b.txt"]


def test_passes_over_a_register_inside_a_folder(register: Register, tmp_path: Path):
    write(tmp_path / "reports" / "a.txt", "one")
    captures, _ = collect(register, tmp_path)
    assert [c.origin.rpartition("/")[2] for c in captures] == ["a.txt"]


def test_a_path_that_leads_nowhere_is_an_error(register: Register, tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        collect(register, tmp_path / "missing.txt")
    with pytest.raises(InputError, match="no file matches"):
        collect(register, str(tmp_path / "*.txt"))


def test_an_empty_file_is_an_issue(register: Register, tmp_path: Path):
    captures, issues = collect(register, write(tmp_path / "empty.txt", ""))
    assert not captures
    assert [i.describe() for i in issues] == ["empty.txt: the file is empty [empty_file]"]


def test_a_file_of_blanks_is_an_issue(register: Register, tmp_path: Path):
    captures, _ = collect(register, write(tmp_path / "blank.txt", " \n\n "))
    documents, issues = read(register, captures)
    assert not documents
    assert [(i.code, i.file) for i in issues] == [("empty", "blank.txt")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256", "iso-8859-6"])
def test_reads_arabic_in_every_usual_encoding(register: Register, tmp_path: Path, encoding: str):
    captures, _ = collect(register, write(tmp_path / "report.txt", ARABIC.encode(encoding)))
    documents, issues = read(register, captures)
    assert [(d.text, d.lang) for d in documents] == [(ARABIC, "ar")]
    assert not issues


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_reads_tables_in_other_encodings(register: Register, tmp_path: Path, encoding: str):
    captures, issues = collect(register, write(tmp_path / "table.csv", f"id,text\n1,{ARABIC}\n2,{ARABIC}\n".encode(encoding)))
    documents, _ = read(register, captures)
    assert not issues
    assert [(d.id, d.text) for d in documents] == [("1", ARABIC), ("2", ARABIC)]


def test_leaves_control_characters_out_and_says_so(register: Register, tmp_path: Path):
    captures, _ = collect(register, write(tmp_path / "nul.txt", "Three \x00people\x07 were killed in Homs.\r\nBy a mine."))
    documents, issues = read(register, captures)
    assert documents[0].text == "Three people were killed in Homs.\nBy a mine."
    assert [(i.code, i.severity) for i in issues] == [("control_characters", "note")]


def test_a_single_line_of_50_megabytes_is_kept_and_named(register: Register, tmp_path: Path):
    captures, _ = collect(register, write(tmp_path / "long.txt", b"word " * 10_000_000))
    documents, issues = read(register, captures)
    assert not documents
    assert [(i.code, i.file) for i in issues] == [("too_long", "long.txt")]
    assert captures[0].size == 50_000_000


def test_a_broken_line_is_named_and_the_others_are_read(register: Register, tmp_path: Path):
    lines = [json.dumps({"id": f"d{n}", "text": f"text {n}"}) for n in range(1, 11)]
    lines[6] = lines[6][:-4]
    captures, _ = collect(register, write(tmp_path / "rows.jsonl", "\n".join(lines)))
    documents, issues = read(register, captures)
    assert [d.id for d in documents] == ["d1", "d2", "d3", "d4", "d5", "d6", "d8", "d9", "d10"]
    assert [(i.file, i.line, i.code) for i in issues] == [("rows.jsonl", 7, "broken_json")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "expected an object"),
        ('{"id": 1}', "no field 'text'"),
        ('{"text": 5}', "is not text"),
        ('{"text": "t", "title": []}', "must be text"),
        ('{"text": "t", "media_type": "image/png"}', "media_type"),
        ('{"text": ' + "[" * 100_000, "JSON|deep"),
    ],
)
def test_says_what_is_wrong_with_a_row(register: Register, tmp_path: Path, line: str, words: str):
    captures, _ = collect(register, write(tmp_path / "rows.jsonl", line))
    documents, issues = read(register, captures)
    assert not documents
    assert len(issues) == 1
    assert any(word in issues[0].detail for word in words.split("|"))


def test_a_table_without_a_text_column_names_its_columns(register: Register, tmp_path: Path):
    captures, issues = collect(register, write(tmp_path / "table.csv", "id,body\n1,text\n"))
    assert not captures
    assert (issues[0].code, issues[0].line) == ("missing_column", 1)
    assert "id, body" in issues[0].detail
    assert "--map" in issues[0].detail


def test_maps_columns_and_fills_defaults(register: Register, tmp_path: Path):
    table = write(tmp_path / "table.csv", 'nr;body;date\n1;"two\nlines; one cell";2031-03-05\n\n2;second;\n')
    options = CollectOptions(
        columns={"id": "nr", "text": "body", "published": "date"}, defaults={"source": "Desk", "published": "2031-01-01"}
    )
    captures, issues = collect(register, table, options=options)
    documents, _ = read(register, captures)
    assert not issues
    assert [c.origin for c in captures] == ["table.csv#2", "table.csv#5"]
    assert [(d.id, d.text, d.published, d.source) for d in documents] == [
        ("1", "two\nlines; one cell", "2031-03-05", "Desk"),
        ("2", "second", "2031-01-01", "Desk"),
    ]


def test_a_row_with_too_many_cells_is_named(register: Register, tmp_path: Path):
    captures, _ = collect(register, write(tmp_path / "table.csv", "id,text\n1,a,b\n2,c\n"))
    documents, issues = read(register, captures)
    assert [d.id for d in documents] == ["2"]
    assert [(i.file, i.line) for i in issues] == [("table.csv", 2)]


def test_cuts_a_json_list_into_its_objects(register: Register, tmp_path: Path):
    captures, issues = collect(register, write(tmp_path / "list.json", '[\n{"id": "a", "text": "x"},\n{"id": "b",\n "text": "x"}\n]'))
    documents, _ = read(register, captures)
    assert not issues
    assert [(c.origin, d.id) for c, d in zip(captures, documents, strict=True)] == [("list.json#2", "a"), ("list.json#3", "b")]


def test_names_the_line_where_a_json_file_breaks(register: Register, tmp_path: Path):
    _, issues = collect(register, write(tmp_path / "list.json", '[\n{"text": "x"},\n{"text": }\n]'))
    assert [(i.code, i.line) for i in issues] == [("broken_json", 3)]


def test_unpacks_gzip_and_zip(register: Register, tmp_path: Path):
    write(tmp_path / "rows.jsonl.gz", gzip.compress(b'{"id": "a", "text": "one"}\n'))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("deep/b.txt", "two")
        archive.writestr("__MACOSX/b.txt", "none")
    write(tmp_path / "many.zip", buffer.getvalue())
    captures, issues = collect(register, tmp_path / "rows.jsonl.gz", tmp_path / "many.zip")
    assert not issues
    assert [c.origin for c in captures] == ["rows.jsonl.gz#1", "many.zip!deep/b.txt"]
    assert [d.text for d in read(register, captures)[0]] == ["one", "two"]


def test_a_broken_archive_is_an_issue(register: Register, tmp_path: Path):
    cut = write(tmp_path / "cut.txt.gz", gzip.compress(b"text " * 1000)[:-20])
    not_zip = write(tmp_path / "not.zip", "no archive")
    captures, issues = collect(register, cut, not_zip)
    assert not captures
    assert [(i.code, i.file) for i in issues] == [("broken_archive", "cut.txt.gz"), ("broken_archive", "not.zip")]


def test_an_archive_made_to_burst_is_refused(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "FREE_SIZE", 1 << 20)
    captures, issues = collect(register, write(tmp_path / "bomb.txt.gz", gzip.compress(b"0" * (8 << 20))))
    assert not captures
    assert "harm" in issues[0].detail
    assert not list(register.blobs.folder.glob("incoming-*"))


def test_a_picture_is_left_out_and_named(register: Register, tmp_path: Path):
    captures, issues = collect(
        register, write(tmp_path / "photo.jpg", bytes(range(256)) * 10), write(tmp_path / "report", "Three were killed.")
    )
    assert [c.origin for c in captures] == ["report"]
    assert [i.code for i in issues] == ["unknown_format"]


def test_a_date_that_is_not_iso_is_noted_and_not_guessed(register: Register, tmp_path: Path):
    captures, _ = collect(register, write(tmp_path / "table.csv", "id,text,published\n1,Two were killed.,05/03/2031\n"))
    (document,), issues = read(register, captures)
    assert document.published is None
    assert document.extra == {"published_as_given": "05/03/2031"}
    assert [(i.code, i.severity, i.file, i.line) for i in issues] == [("bad_date", "note", "table.csv", 2)]
