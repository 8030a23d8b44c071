import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from sijill.errors import UserError
from sijill.gazetteer import added

DATA = b"100\tSafa\tSafa\t\t33.1\t36.2\tP\tPPL\tSY\t\t08\t\t\t\t1200\n" * 4000


class Server(BaseHTTPRequestHandler):
    """Serves one file, in parts when asked for; `/broken/` promises more than it sends."""

    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        if not self.path.endswith("SY.txt"):
            self.send_error(404)
            return
        asked = self.headers.get("Range")
        self.ranges.append(asked)
        first = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        body = DATA[first:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if "/broken/" in self.path else body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Server.ranges.clear()
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
    assert (entry.name, entry.size, len(entry.sha256)) == ("SY", len(DATA), 64)
    assert "GeoNames" in entry.licence


def test_a_broken_download_goes_on_where_it_stopped(server: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="go on"):
        added.download(server + "/broken/SY.txt", tmp_path / "SY.txt")
    assert not (tmp_path / "SY.txt").exists()
    got = (tmp_path / "SY.txt.part").stat().st_size
    added.download(server + "/dump/SY.txt", tmp_path / "SY.txt")
    assert (tmp_path / "SY.txt").read_bytes() == DATA
    assert Server.ranges[-1] == f"bytes={got}-"


def test_an_unknown_country_is_a_clear_error(server: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="404"):
        added.fetch_country("ZZ", server + "/dump/{country}.txt", tmp_path)


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be fetched"):
        added.fetch_country("SY", "http://127.0.0.1:9/{country}.txt", tmp_path)


def test_the_list_keeps_one_row_for_each_name(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,lat,lon\nSafa,33,36\n", encoding="utf-8")
    folder = tmp_path / "data"
    for licence in ("first", "second"):
        added.record_added(folder, added.copy_file(file, folder, licence=licence))
    assert [(entry.name, entry.licence) for entry in added.load_added(folder)] == [("mine", "second")]


def test_a_broken_list_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "places.json").write_text("[", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read"):
        added.load_added(tmp_path)
