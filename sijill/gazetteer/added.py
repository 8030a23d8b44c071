"""Place files that were added for good: fetched or copied into the data folder, each with its origin, checksum and licence.

In: a country code or a file. Out: a file in the folder and a row of `places.json` beside it. Not here: the index of their places (`build`).
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from sijill.errors import UserError
from sijill.gazetteer.readers import count_rows

LICENCES = {"geonames": "CC BY 4.0, GeoNames (www.geonames.org)"}
_CHUNK = 1 << 16
Progress = Callable[[str, int, int], None]


class AddedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A place file in the data folder: where it came from, how many rows of which sort it holds ("places", or "names" of places known
    elsewhere), its checksum and licence, and the column map of a table.
    """

    name: str
    origin: str
    file: str = ""
    sha256: str = ""
    size: int = 0
    rows: int = 0
    sort: str = "places"
    added_at: str = ""
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


def copy_file(path: Path, folder: Path, *, licence: str = "", columns: dict[str, str] | None = None) -> AddedFile:
    """Take a file over into the folder and onto the list; raises InputError or PackError, and keeps what was there before, when it cannot
    be read.
    """
    rows, sort = count_rows(path, columns)
    incoming = _make_incoming(folder) / path.name
    shutil.copyfile(path, incoming)
    name = path.name.split(".")[0]
    entry = AddedFile(name=name, origin=str(path.resolve()), rows=rows, sort=sort, licence=licence, columns=columns or {})
    return _take_over(incoming, folder, entry)


def fetch_country(country: str, url: str, folder: Path, progress: Progress | None = None, *, part: str = "") -> AddedFile:
    """Fetch a country's file into the folder and onto the list, as `SY`, or `SY-names` with a `part` "names".

    `url` holds `{country}`. An interrupted download goes on where it stopped. Raises UserError when the server cannot be reached or has no
    such file, InputError when it is no place file.
    """
    name = f"{country.upper()}-{part}" if part else country.upper()
    address = url.format(country=country.upper())
    incoming = _make_incoming(folder) / (name + "".join(Path(address).suffixes[-2:]))
    download(address, incoming, progress)
    try:
        rows, sort = count_rows(incoming)
    except UserError:
        incoming.unlink()
        raise
    return _take_over(incoming, folder, AddedFile(name=name, origin=address, rows=rows, sort=sort, licence=LICENCES["geonames"]))


def remove_added(folder: Path, name: str) -> AddedFile:
    """Take a file off the list and delete it; raises UserError when there is none of that name."""
    entries = load_added(folder)
    found = next((entry for entry in entries if entry.name == name), None)
    if found is None:
        raise UserError(f"no file of places is called {name!r}; there are {', '.join(entry.name for entry in entries) or 'none'}")
    _write_list(folder, [entry for entry in entries if entry is not found])
    (folder / found.file).unlink(missing_ok=True)
    return found


def download(address: str, target: Path, progress: Progress | None = None) -> None:
    """Fetch an address to a file by way of `FILE.part`, going on after an earlier part of the same version; raises UserError."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    part, version = target.with_name(target.name + ".part"), target.with_name(target.name + ".version")
    have = part.stat().st_size if part.exists() and version.exists() else 0
    # A server that has another version by now sends all of it instead of the rest.
    request = Request(address, headers={"Range": f"bytes={have}-", "If-Range": version.read_text("utf-8")} if have else {})
    try:
        with urlopen(request, timeout=60) as answer:
            done, total = _receive(answer, part, version, have, lambda *steps: progress and progress(f"Fetching {target.name}", *steps))
    except HTTPError as error:
        if error.code != 416 or not have:
            raise UserError(f"{address}: the server answers {error.code} {error.reason}") from error
        done = total = have
    except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise UserError(f"{address} cannot be fetched ({error}); run the same command again to go on") from error
    if total and done < total:
        raise UserError(f"{address}: the connection broke after {done} of {total} bytes; run the same command again to go on")
    os.replace(part, target)
    version.unlink(missing_ok=True)


def _receive(answer: Any, part: Path, version: Path, have: int, tell: Callable[[int, int], object]) -> tuple[int, int]:
    """Write an answer's body behind what is there, or anew; return how many bytes there are and how many there should be."""
    resumed = answer.status == 206
    done = have if resumed else 0
    total = int(answer.headers.get("Content-Length") or 0) + done
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if tag and not tag.startswith("W/"):
        version.write_text(tag, "utf-8")
    elif not resumed:
        version.unlink(missing_ok=True)  # without a mark of the version it cannot be gone on with
    with part.open("ab" if resumed else "wb") as file:
        while chunk := answer.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            tell(done, max(total, done))
    return done, total


def _make_incoming(folder: Path) -> Path:
    """Return the folder where files lie until they have been read."""
    incoming = folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    return incoming


def _take_over(incoming: Path, folder: Path, entry: AddedFile) -> AddedFile:
    """Put a file that came in into the folder and on the list, in the place of an earlier one of the same name."""
    with incoming.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    entry = msgspec.structs.replace(
        entry, file=incoming.name, sha256=digest, size=incoming.stat().st_size, added_at=datetime.now(UTC).isoformat(timespec="seconds")
    )
    entries = load_added(folder)
    os.replace(incoming, folder / incoming.name)
    _write_list(folder, [other for other in entries if other.name != entry.name] + [entry])
    for other in entries:
        if other.name == entry.name and other.file != entry.file:
            (folder / other.file).unlink(missing_ok=True)
    return entry


def _write_list(folder: Path, entries: list[AddedFile]) -> None:
    temporary = folder / "places.json.part"
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n")
    os.replace(temporary, folder / "places.json")
