import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from sijill.errors import InputError, UserError
from sijill.gazetteer import added

DATA = b"100\tSafa\tSafa\t\t33.1\t36.2\tP\tPPL\tSY\t\t08\t\t\t\t1200\n" * 4000
NAMES = "1\t100\tar\tالصفا\t1\n2\t100\tlink\thttps://example.org/Safa\t\n".encode()


class Server(BaseHTTPRequestHandler):
    """Serves a dump and its names, in parts when asked for; `/broken/` promises more than it sends; `version` is that of the files."""

    ranges: ClassVar[list[str | None]] = []
    version: ClassVar[str] = '"one"'

    def do_GET(self) -> None:
        files = {"SY.txt": DATA, "names-SY.txt": NAMES, "IQ.txt": b"<html>moved</html>\n"}
        body = files.get(self.path.rpartition("/")[2])
        if body is None:
            self.send_error(404)
            return
        asked = self.headers.get("Range")
        self.ranges.append(asked)
        rest = asked is not None and self.headers.get("If-Range") == self.version
        body = body[int(str(asked).removeprefix("bytes=").rstrip("-")) :] if rest else body
        self.send_response(206 if rest else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", self.version)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if "/broken/" in self.path else body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    Server.ranges.clear()
    monkeypatch.setattr(Server, "version", '"one"')
    with HTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_country_is_fetched_with_progress_and_checksum(server: str, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    entry = added.fetch_country("sy", server + "/dump/{country}.txt", tmp_path, lambda _, done, total: steps.append((done, total)))
    assert (tmp_path / entry.file).read_bytes() == DATA
    assert steps[-1] == (len(DATA), len(DATA))
    assert (entry.name, entry.size, entry.rows, entry.sort, len(entry.sha256)) == ("SY", len(DATA), 4000, "places", 64)
    assert "GeoNames" in entry.licence
    assert added.load_added(tmp_path) == [entry]


def test_a_countrys_alternate_names_are_a_file_of_their_own(server: str, tmp_path: Path) -> None:
    for url, part in ((server + "/dump/{country}.txt", ""), (server + "/dump/names-{country}.txt", "names")):
        added.fetch_country("SY", url, tmp_path, part=part)
    assert [(e.name, e.file, e.rows, e.sort) for e in added.load_added(tmp_path)] == [
        ("SY", "SY.txt", 4000, "places"),
        ("SY-names", "SY-names.txt", 1, "names"),
    ]


def test_a_broken_download_goes_on_where_it_stopped(server: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="go on"):
        added.download(server + "/broken/SY.txt", tmp_path / "SY.txt")
    assert not (tmp_path / "SY.txt").exists()
    got = (tmp_path / "SY.txt.part").stat().st_size
    added.download(server + "/dump/SY.txt", tmp_path / "SY.txt")
    assert (tmp_path / "SY.txt").read_bytes() == DATA
    assert Server.ranges[-1] == f"bytes={got}-"
    assert [path.name for path in tmp_path.iterdir()] == ["SY.txt"]


def test_a_download_does_not_go_on_with_another_version_of_the_file(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="go on"):
        added.download(server + "/broken/SY.txt", tmp_path / "SY.txt")
    monkeypatch.setattr(Server, "version", '"two"')
    added.download(server + "/dump/SY.txt", tmp_path / "SY.txt")
    assert (tmp_path / "SY.txt").read_bytes() == DATA


def test_what_is_no_place_file_leaves_the_earlier_one_alone(server: str, tmp_path: Path) -> None:
    good = added.fetch_country("SY", server + "/dump/{country}.txt", tmp_path)
    with pytest.raises(InputError, match="no column for lat"):
        added.fetch_country("IQ", server + "/dump/{country}.txt", tmp_path)
    broken = tmp_path / "mail" / "SY.txt"
    broken.parent.mkdir()
    broken.write_bytes(DATA + b"101\tShort\n")
    with pytest.raises(InputError, match=r"SY\.txt:4001: 2 columns"):
        added.copy_file(broken, tmp_path)
    assert added.load_added(tmp_path) == [good]
    assert (tmp_path / good.file).read_bytes() == DATA


def test_an_unknown_country_is_a_clear_error(server: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="404"):
        added.fetch_country("ZZ", server + "/dump/{country}.txt", tmp_path)


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be fetched"):
        added.fetch_country("SY", "http://127.0.0.1:9/{country}.txt", tmp_path)


def test_the_list_keeps_one_row_for_each_name(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for name, licence in (("mine.csv", "first"), ("mine.tsv", "second")):
        file = tmp_path / name
        file.write_text("name,lat,lon\nSafa,33,36\n", encoding="utf-8")
        added.copy_file(file, folder, licence=licence)
    assert [(entry.name, entry.file, entry.licence) for entry in added.load_added(folder)] == [("mine", "mine.tsv", "second")]
    assert not (folder / "mine.csv").exists()


def test_a_file_is_taken_away_again(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,lat,lon\nSafa,33,36\n", encoding="utf-8")
    folder = tmp_path / "data"
    added.copy_file(file, folder)
    assert added.remove_added(folder, "mine").rows == 1
    assert added.load_added(folder) == []
    assert not (folder / "mine.csv").exists()
    with pytest.raises(UserError, match="there are none"):
        added.remove_added(folder, "mine")


def test_a_broken_list_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "places.json").write_text("[", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read"):
        added.load_added(tmp_path)
