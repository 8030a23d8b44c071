import os
import subprocess
import sys
from pathlib import Path

from sijill.model import make_sha256
from sijill.store.blobs import Blobs


def test_names_bytes_by_their_hash(tmp_path: Path):
    blobs = Blobs(tmp_path)
    sha256 = blobs.write([b"ab", b"cd"])
    assert sha256 == make_sha256(b"abcd") == blobs.write([b"abcd"])
    assert blobs.read(sha256) == b"abcd"
    assert blobs.read(sha256, 1, 2) == b"bc"
    assert blobs.get_path(sha256).parent == tmp_path / sha256[:2] / sha256[2:4]


def test_notices_changed_bytes(tmp_path: Path):
    blobs = Blobs(tmp_path)
    sha256 = blobs.write([b"abcd"])
    assert blobs.check(sha256)
    blobs.get_path(sha256).write_bytes(b"abce")
    assert not blobs.check(sha256)


def test_drops_what_a_dead_writer_left_and_nothing_else(tmp_path: Path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / f"incoming-{gone.pid}-a").write_bytes(b"half")
    (tmp_path / f"incoming-{os.getpid()}-b").write_bytes(b"half")
    assert Blobs(tmp_path).drop_unfinished() == 1
    assert [p.name for p in tmp_path.iterdir()] == [f"incoming-{os.getpid()}-b"]
