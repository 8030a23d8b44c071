"""Content-hash identifiers: the same input gives the same id on every machine.

An id is a prefix that names the kind of thing and 20 hexadecimal digits of a SHA-256 over canonical JSON
(sorted keys, no spaces, UTF-8), so that neither process, platform nor insertion order can change it.
"""

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def make_id(prefix: str, *parts: Any) -> str:
    """Return `prefix_` + 20 hex digits that depend on `parts` alone (anything that msgspec can encode as JSON)."""
    return f"{prefix}_{hashlib.sha256(_ENCODER.encode(parts)).hexdigest()[:20]}"


def make_sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
