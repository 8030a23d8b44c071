import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from sijill.errors import InputError
from sijill.publish.release import ReleaseOptions, make_release
from sijill.publish.signing import check_release, make_signer
from tests.publish.invented import make_edition

minisign = pytest.importorskip("minisign")
PASSWORD = "not a secret"  # of keys that live as long as a test


@pytest.fixture
def keys(tmp_path):
    """A new pair of keys, in files."""
    pair = minisign.KeyPair.generate()
    (tmp_path / "test.key").write_bytes(bytes(pair.secret_key))
    (tmp_path / "test.pub").write_bytes(bytes(pair.public_key))
    return tmp_path


def release(folder, key=None):
    edition = replace(make_edition("1.0"), released=date(2031, 4, 1))
    sign = make_signer(key, lambda: PASSWORD) if key else None
    return make_release(edition, folder, ReleaseOptions(formats=["csv"], sign=sign))


def test_a_signed_release_is_checked_with_the_public_key(keys):
    folder = release(keys / "out", keys / "test.key")
    check = check_release(folder, str(keys / "test.pub"))
    assert check.faults == ()
    assert check.comment == "Sijill register, release 1.0, 2031-04-01"
    assert check.files > 10


def test_the_same_release_and_key_give_the_same_signature(keys):
    one, other = (release(keys / name, keys / "test.key") / "SHA256SUMS.minisig" for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_what_was_changed_added_or_taken_away_is_named(keys):
    folder = release(keys / "out", keys / "test.key")
    (folder / "changes.csv").write_text("changed")
    (folder / "index.csv").unlink()
    (folder / "added.txt").write_text("added")
    faults = check_release(folder).faults
    assert faults == ("index.csv is missing", "added.txt is not part of the release", "changes.csv has been changed")


def test_checksums_that_were_written_again_do_not_pass_the_signature(keys):
    folder = release(keys / "out", keys / "test.key")
    sums = folder / "SHA256SUMS"
    sums.write_text("\n".join(sums.read_text().splitlines()[1:]) + "\n")
    assert any("not that of this key" in fault for fault in check_release(folder, str(keys / "test.pub")).faults)


def test_another_key_does_not_fit(keys):
    folder = release(keys / "out", keys / "test.key")
    other = minisign.KeyPair.generate().public_key.to_base64().decode()
    assert any("not that of this key" in fault for fault in check_release(folder, other).faults)


def test_a_release_without_signature_says_so(keys):
    folder = release(keys / "out")
    assert check_release(folder).faults == ()
    assert check_release(folder, str(keys / "test.pub")).faults == ("the release is not signed",)


def test_what_is_no_key_or_release_is_named(keys):
    with pytest.raises(InputError, match=r"test\.pub: is no usable secret key"):
        make_signer(keys / "test.pub", lambda: PASSWORD)
    with pytest.raises(InputError, match="is no release"):
        check_release(keys)


@pytest.mark.skipif(shutil.which("minisign") is None, reason="the program minisign is not installed")
def test_the_program_minisign_accepts_the_signature(keys):
    folder = release(keys / "out", keys / "test.key")
    command = ["minisign", "-V", "-p", str(keys / "test.pub"), "-m", str(folder / "SHA256SUMS")]
    assert "release 1.0" in subprocess.run(command, check=True, capture_output=True, text=True).stdout
