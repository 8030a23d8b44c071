"""Sets of 32-bit hashes, as text and packed: how signatures and marks travel with a claim, and how a collection holds them.

In: words. Out: hexadecimal strings, eight digits for each hash, in order; packed, four bytes each, the highest first. They are comparable
between machines, but only within one Sijill version. Not here: what is hashed (`lang.shingles`, `lang.marks`).
"""

import re
from collections.abc import Iterable
from zlib import crc32

HASH_BYTES = 4
_MIX = 0x9E3779B1
_HASHES = re.compile(r"(?:[0-9a-f]{8})*")


def make_hash(words: str) -> int:
    """Return the hash of some words (CRC-32, spread by Knuth's multiplicative method)."""
    return (crc32(words.encode()) * _MIX) & 0xFFFFFFFF


def write_hashes(hashes: Iterable[int], most: int | None = None) -> str:
    """Return distinct hashes as text, the smallest `most` of them."""
    return "".join(f"{h:08x}" for h in sorted(set(hashes))[:most])


def pack_hashes(text: str | None) -> bytes:
    """Return the hashes at the beginning of a text, packed; what another program or version wrote may hold none."""
    found = _HASHES.match(text or "")
    return bytes.fromhex(found.group()) if found else b""


def join_hashes(packed: Iterable[bytes]) -> bytes:
    """Return the packed hashes that any of several sets holds, in order."""
    parts = {*packed}
    if len(parts) == 1:
        return parts.pop()
    return b"".join(sorted(set().union(*map(_cut, parts))))


def read_hashes(text: str | None) -> frozenset[int]:
    """Return the hashes at the beginning of a text as numbers."""
    return frozenset(int.from_bytes(h, "big") for h in _cut(pack_hashes(text)))


def _cut(packed: bytes) -> set[bytes]:
    return {packed[i : i + HASH_BYTES] for i in range(0, len(packed), HASH_BYTES)}
