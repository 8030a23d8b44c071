"""Place files that were added for good: fetched or copied into the data folder, each with its origin, checksum and licence.

In: a country code or a file. Out: a file in the folder and a row of `places.json` beside it. Not here: the index of their places (`build`).
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sijill.errors import InputError, UserError

LICENCES = {"geonames": "CC BY 4.0, GeoNames (www.geonames.org)"}
_CHUNK = 1 << 16
Progress = Callable[[str, int, int], None]


class AddedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A place file in the data folder: where it came from, its checksum and licence, and the column map of a table."""

    name: str
    file: str
    origin: str
    sha256: str
    size: int
    added_at: str
    licence: str = ""
    columns: dict[str, str] = {}


def load_added(folder: Path) -> list[AddedFile]:
    """Return the files that were added, in the order of adding; raises UserError when the list is broken."""
    path = folder / "places.json"
    if not path.exists():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[AddedFile])
    except msgspec.DecodeError as error:
        raise UserError(f"{path} cannot be read: {error}") from error


def record_added(folder: Path, added: AddedFile) -> None:
    """Put a file on the list, in the place of an earlier one of the same name."""
    entries = [entry for entry in load_added(folder) if entry.name != added.name] + [added]
    temporary = folder / "places.json.part"
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n")
    os.replace(temporary, folder / "places.json")


def copy_file(path: Path, folder: Path, *, licence: str = "", columns: dict[str, str] | None = None) -> AddedFile:
    """Copy a file into the folder and return its row (not yet recorded); raises InputError."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(path, folder / path.name)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return _describe(folder / path.name, path.name.split(".")[0], str(path.resolve()), licence, columns or {})


def fetch_country(country: str, url: str, folder: Path, progress: Progress | None = None) -> AddedFile:
    """Fetch a country's dump into the folder and return its row (not yet recorded).

    `url` holds `{country}`. An interrupted download goes on where it stopped. Raises UserError when the server cannot be reached or has no
    such file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    address = url.format(country=country.upper())
    target = folder / address.rsplit("/", 1)[-1]
    download(address, target, progress)
    return _describe(target, country.upper(), address, LICENCES["geonames"], {})


def download(address: str, target: Path, progress: Progress | None = None) -> None:
    """Fetch an address to a file by way of `FILE.part`, going on after an earlier part; raises UserError."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    part = target.with_name(target.name + ".part")
    have = part.stat().st_size if part.exists() else 0
    request = Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        with urlopen(request, timeout=60) as answer:
            resumed = answer.status == 206
            total = int(answer.headers.get("Content-Length") or 0) + (have if resumed else 0)
            done = have if resumed else 0
            with part.open("ab" if resumed else "wb") as file:
                while chunk := answer.read(_CHUNK):
                    file.write(chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(f"Fetching {target.name}", done, max(total, done))
    except HTTPError as error:
        if error.code != 416:
            raise UserError(f"{address}: the server answers {error.code} {error.reason}") from error
        done = total = have
    except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise UserError(f"{address} cannot be fetched ({error}); run the same command again to go on") from error
    if total and done < total:
        raise UserError(f"{address}: the connection broke after {done} of {total} bytes; run the same command again to go on")
    os.replace(part, target)


def _describe(path: Path, name: str, origin: str, licence: str, columns: dict[str, str]) -> AddedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return AddedFile(
        name=name, file=path.name, origin=origin, sha256=digest, size=path.stat().st_size,
        added_at=datetime.now(UTC).isoformat(timespec="seconds"), licence=licence, columns=columns,
    )  # fmt: skip
