"""Signed releases: a minisign signature over the checksums, and the check of a whole release.

In: a release's folder, a secret or public key in minisign's format (https://jedisct1.github.io/minisign/). Out: `SHA256SUMS.minisig`, or
what is wrong. Needs the extra `sign` (py-minisign). Keys are made and kept by their owner (`minisign -G`); none is stored here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.errors import InputError, UserError
from sijill.publish.release import SIGNATURE, SUMS, Signer, hash_file


@dataclass(frozen=True)
class Check:
    """What a check found: how many files are as they were released, what is wrong, and what the signature says (None: not looked at)."""

    files: int
    faults: tuple[str, ...]
    comment: str | None = None


def import_minisign() -> Any:
    """Return the module `minisign`; raises UserError where it is not installed."""
    try:
        import minisign
    except ImportError as error:
        raise UserError("signatures need py-minisign: pip install 'sijill[sign]'") from error
    return minisign


def make_signer(key: Path, ask_password: Callable[[], str]) -> Signer:
    """Return a function that signs with the secret key in a file; the password is asked for only where the key has one."""
    minisign = import_minisign()
    try:
        secret = minisign.SecretKey.from_file(key)
        if secret.is_encrypted():
            secret.decrypt(ask_password())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(key)) from error
    except minisign.Error as error:
        raise InputError(f"is no usable secret key: {error}", file=str(key)) from error
    return lambda data, comment: bytes(secret.sign(data, untrusted_comment="signature of a release", trusted_comment=comment)) + b"\n"


def check_release(folder: Path, public_key: str | None = None) -> Check:
    """Compare every file of a release with its checksum, and with a public key (the key or its file) the checksums with their signature.

    Raises InputError where the folder is no release or the key none.
    """
    path = folder / SUMS
    try:
        sums = path.read_bytes()
    except OSError as error:
        raise InputError(f"is no release: {error.strerror}", file=str(path)) from error
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in sums.decode("utf-8").splitlines())}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {SUMS, SIGNATURE}
    faults = [f"{name} is missing" for name in sorted(expected.keys() - there)]
    faults += [f"{name} is not part of the release" for name in sorted(there - expected.keys())]
    same = sorted(name for name in expected.keys() & there if hash_file(folder / name) == expected[name])
    faults += [f"{name} has been changed" for name in sorted(expected.keys() & there - set(same))]
    comment = None
    if public_key is not None:
        comment, problem = check_signature(sums, folder / SIGNATURE, public_key)
        faults += [problem] if problem else []
    return Check(len(same), tuple(faults), comment)


def check_signature(sums: bytes, path: Path, public_key: str) -> tuple[str | None, str]:
    """Return the signed comment and nothing, or None and what is wrong with the signature."""
    minisign = import_minisign()
    try:
        key = minisign.PublicKey.from_file(public_key) if Path(public_key).is_file() else minisign.PublicKey.from_base64(public_key)
    except minisign.Error as error:
        raise InputError(f"is no public key: {error}", file=public_key) from error
    if not path.is_file():
        return None, "the release is not signed"
    try:
        signature = minisign.Signature.from_bytes(path.read_bytes())
        key.verify(sums, signature)
    except minisign.Error as error:
        return None, f"the signature is not that of this key over this release: {error}"
    return str(signature.trusted_comment), ""
