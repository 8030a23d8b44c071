"""A base map of one's own: a PMTiles file is served in ranges and drawn; without one nothing is asked for."""

import gzip
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.web.app import make_app
from tests.web.serving import serve

pmtiles = pytest.importorskip("pmtiles.writer")


def pack(number: int, kind: int, value: bytes | int) -> bytes:
    """Return a field of a protocol buffer: a number (kind 0) or bytes (kind 2)."""
    head = to_varint(number << 3 | kind)
    return head + (to_varint(value) if isinstance(value, int) else to_varint(len(value)) + value)


def to_varint(number: int) -> bytes:
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def make_tile() -> bytes:
    """Return a vector tile (version 2) of one layer `earth` that one square fills."""
    turns = b"".join(to_varint(n) for n in (9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15))
    feature = pack(3, 0, 3) + pack(4, 2, turns)
    return pack(3, 2, pack(15, 0, 2) + pack(1, 2, b"earth") + pack(2, 2, feature) + pack(5, 0, 4096))


@pytest.fixture(scope="module")
def tiles(tmp_path_factory) -> Path:
    from pmtiles.tile import Compression, TileType, zxy_to_tileid

    path = tmp_path_factory.mktemp("tiles") / "world.pmtiles"
    with path.open("wb") as file:
        writer = pmtiles.Writer(file)
        writer.write_tile(zxy_to_tileid(0, 0, 0), gzip.compress(make_tile(), mtime=0))
        header = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": 0, "max_zoom": 0,
            "min_lon_e7": -1_800_000_000, "min_lat_e7": -850_000_000, "max_lon_e7": 1_800_000_000, "max_lat_e7": 850_000_000,
            "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(header, {"vector_layers": [{"id": "earth", "fields": {}}]})
    return path


def test_without_the_setting_there_are_no_tiles(client):
    assert client.get("/map/tiles.json").status_code == 204
    assert client.get("/map/tiles.pmtiles").status_code == 404


def test_a_range_of_the_file_is_sent(register_folder, tiles):
    app = make_app(register_folder, Settings(tiles=str(tiles)))
    client = TestClient(app, base_url="http://127.0.0.1")
    assert client.get("/map/tiles.json").json() == {"address": "/map/tiles.pmtiles"}
    answer = client.get("/map/tiles.pmtiles", headers={"Range": "bytes=0-6"})
    assert (answer.status_code, answer.content) == (206, b"PMTiles")
    app.state.workbench.register.close()


@pytest.mark.browser
def test_the_map_draws_the_tiles(register_folder, tiles, browser):
    with serve(make_app(register_folder, Settings(tiles=str(tiles)))) as address:
        page = browser.new_page()
        faults, ranges = [], []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda r: ranges.append(r.status) if r.url.endswith("tiles.pmtiles") else None)
        page.goto(address)
        page.wait_for_selector("[data-map][data-ready]", timeout=40_000)
        page.close()
    assert faults == []
    assert ranges
    assert set(ranges) == {206}
