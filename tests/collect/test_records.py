"""Archives of every format as records, without keeping them: the same captures as `sijill add` makes, and issues for what is broken."""

import functools
import gzip
import http.server
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.collect import CollectOptions, Found, Record, find_files, iter_captures, iter_records
from sijill.collect import unpack as unpacking
from sijill.errors import InputError
from sijill.model import Capture, Issue
from sijill.store import Register

zstandard = pytest.importorskip("zstandard")
pytest.importorskip("fastwarc")
parquet = pytest.importorskip("pyarrow.parquet")

LINES = b"".join(json.dumps({"id": f"d{n}", "text": f"report {n}"}).encode() + b"\n" for n in range(3))


def make_record(number: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", status: int = 200) -> bytes:
    body = body or b"<html><body><p>Page number %d</p></body></html>" % number
    answer = b"HTTP/1.1 %d OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (status, kind.encode(), len(body), body)
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/%d\r\nWARC-Date: 2031-03-01T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:%d>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (number, number, len(answer), answer)


def make_tar(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def make_zip(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def read(path: Path | str, options: CollectOptions | None = None) -> tuple[list[Record], list[Issue]]:
    found = [r for f in find_files([str(path)]) for r in iter_records(f, options)]
    return [r for r in found if isinstance(r, Record)], [r for r in found if isinstance(r, Issue)]


def make_files(folder: Path) -> list[Path]:
    """One file of every format, each with three reports."""
    import pyarrow as pa

    table = pa.table({"id": ["d0", "d1", "d2"], "text": ["report 0", "report 1", "report 2"], "day": [None, "2031-03-01", None]})
    parquet.write_table(table, folder / "rows.parquet")
    texts = {f"r{n}.txt": b"report %d" % n for n in range(3)}
    warc = b"".join(make_record(n) for n in range(3))
    return [
        folder / "rows.parquet",
        write(folder / "rows.jsonl", LINES),
        write(folder / "rows.jsonl.gz", gzip.compress(LINES)),
        write(folder / "rows.jsonl.zst", zstandard.compress(LINES[:40]) + zstandard.compress(LINES[40:])),
        write(folder / "rows.csv", b"id,text\nd0,report 0\nd1,report 1\nd2,report 2\n"),
        write(folder / "rows.json", b"[" + b",".join(LINES.splitlines()) + b"]"),
        write(folder / "texts.tar", make_tar(texts)),
        write(folder / "texts.tar.zst", zstandard.compress(make_tar(texts))),
        write(folder / "texts.zip", make_zip(texts)),
        write(folder / "nested.tar.gz", gzip.compress(make_tar({"a.jsonl.gz": gzip.compress(LINES)}))),
        write(folder / "pages.warc", warc),
        write(folder / "pages.warc.gz", b"".join(gzip.compress(make_record(n)) for n in range(3))),
    ]


def test_every_format_gives_the_captures_that_adding_it_gives(register: Register, tmp_path: Path):
    for path in make_files(tmp_path):
        records, issues = read(path)
        assert (len(records), issues) == (3, []), path
        kept = [c for c in iter_captures([str(path)], register.blobs) if isinstance(c, Capture)]
        assert [c.capture_id for c in kept] == [r.to_capture().capture_id for r in records], path
        assert [register.load_bytes(c) for c in kept] == [r.data for r in records], path


def test_pages_bring_their_address_and_encoding(tmp_path: Path):
    others = make_record(1, b"GIF89a", "image/gif") + make_record(2, b"<p>gone</p>", status=404)
    records, _ = read(write(tmp_path / "pages.warc", make_record(0) + others + make_record(3)))
    assert [r.origin for r in records] == ["pages.warc#1", "pages.warc#4"]
    assert json.loads(records[0].headers["defaults"]) == {"url": "https://x.example/0"}
    assert records[0].headers["encoding"] == "utf-8"


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("damaged", [0, 3, 9])
def test_a_broken_record_of_a_web_archive_is_named_and_the_others_are_read(tmp_path: Path, is_packed: bool, damaged: int):
    records = [make_record(n, b"<p>%d %s</p>" % (n, bytes(range(65, 91)) * 20)) for n in range(10)]
    members = [gzip.compress(r) for r in records] if is_packed else records
    members[damaged] = b"\x00" * 20 + members[damaged][20:]
    pages, issues = read(write(tmp_path / "pages.warc", b"".join(members)))
    assert [r.data[3:4] for r in pages] == [b"%d" % n for n in range(10) if n != damaged]
    assert [(i.file, i.line, i.code) for i in issues] == [("pages.warc", damaged + 1, "broken_record")]


def test_a_web_archive_that_is_cut_off_says_so(tmp_path: Path):
    whole = gzip.compress(make_record(0))
    pages, issues = read(write(tmp_path / "pages.warc.gz", whole + whole[: len(whole) // 2]))
    assert len(pages) == 1
    assert [i.code for i in issues] == ["broken_record"]


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "rows.jsonl.zst", "rows.jsonl.bz2"])
def test_what_comes_before_the_damage_is_read(tmp_path: Path, name: str):
    import bz2
    import random

    noise = random.Random(5)
    lines = b"".join(json.dumps({"id": str(n), "text": noise.randbytes(300).hex()}).encode() + b"\n" for n in range(3000))
    packers = {"gz": gzip.compress, "zst": zstandard.compress, "bz2": bz2.compress}
    packed = packers[name.rpartition(".")[2]](lines)
    records, issues = read(write(tmp_path / name, packed[: len(packed) * 2 // 3]))
    assert 100 < len(records) < 3000
    assert issues[-1].code == "broken_archive"
    assert issues[-1].file == name


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.txt.zst", "bomb.zip"])
def test_an_archive_made_to_burst_is_an_issue(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "FREE_SIZE", 1 << 20)
    content = b"0" * (8 << 20)
    packed = {"gz": gzip.compress, "zst": zstandard.compress, "zip": lambda data: make_zip({"a.txt": data})}
    records, issues = read(write(tmp_path / name, packed[name.rpartition(".")[2]](content)))
    assert not records
    assert [i.code for i in issues] == ["broken_archive"]
    assert "made to do harm" in issues[0].detail


def test_wrong_columns_are_named(tmp_path: Path):
    import pyarrow as pa

    parquet.write_table(pa.table({"id": [1], "body": ["x"]}), tmp_path / "rows.parquet")
    records, issues = read(tmp_path / "rows.parquet")
    assert (records, [i.code for i in issues]) == ([], ["missing_column"])
    records, issues = read(tmp_path / "rows.parquet", CollectOptions(columns={"text": "body"}))
    assert (len(records), issues) == (1, [])


def test_a_line_of_50_megabytes_is_one_record_and_a_longer_one_than_the_limit_is_an_issue(tmp_path: Path):
    long, longer = (json.dumps({"text": "x" * size}).encode() for size in (50_000_000, 70_000_000))
    records, issues = read(write(tmp_path / "rows.jsonl", long + b"\n" + longer + b"\n" + LINES))
    assert [r.origin for r in records] == ["rows.jsonl#1", "rows.jsonl#3", "rows.jsonl#4", "rows.jsonl#5"]
    assert [(i.code, i.line) for i in issues] == [("too_long", 2)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_addresses_are_read_like_files(tmp_path: Path, site: str, capfd: pytest.CaptureFixture[str]):
    fsspec = pytest.importorskip("fsspec")
    pytest.importorskip("aiohttp")
    path = write(tmp_path / "rows.jsonl.gz", gzip.compress(LINES))
    with fsspec.open("memory://archive/a/rows.jsonl.gz", "wb") as file:
        file.write(path.read_bytes())
    here = [r.origin for r in read(path)[0]]
    assert [r.origin for r in read(f"file://{path}")[0]] == here == [r.origin for r in read(f"{site}/rows.jsonl.gz")[0]]
    assert [r.origin for r in read("memory://archive/a/rows.jsonl.gz")[0]] == here
    assert [r.origin for r in read("memory://archive/*/*.gz")[0]] == here
    assert [r.origin for r in read("memory://archive")[0]] == [f"archive/a/{name}" for name in here]


def test_an_address_that_leads_nowhere_is_an_error():
    pytest.importorskip("fsspec")
    with pytest.raises(InputError):
        find_files(["memory://nothing/at/all.jsonl"])
    with pytest.raises(InputError, match="nosuchthing"):
        find_files(["nosuchthing://x"])


def test_a_file_that_cannot_be_opened_is_an_issue(tmp_path: Path):
    gone = Found("gone.txt", str(tmp_path / "gone.txt"), 0)
    assert [(r.code, r.file) for r in iter_records(gone) if isinstance(r, Issue)] == [("unreadable_file", "gone.txt")]
