"""Collecting: from files, folders, archives, standard input and the web to captures (bytes as they came, named by their SHA-256).

`iter_captures(paths, blobs)` keeps the bytes and yields a `Capture` for each report and an `Issue` for whatever cannot be taken in;
`iter_records(found)` yields the same reports as `Record` values without keeping anything, for archives of any size.
Rows of JSON Lines, JSON, CSV and Parquet files are captures of their own: slices of a file that is kept whole, named `file#line`.
Not here: what the bytes say (`sijill.read`), rows of the register (`sijill.store`).
"""

from sijill.collect.captures import check_paths, iter_captures
from sijill.collect.files import Found, find_files
from sijill.collect.records import CollectOptions, Record, iter_records

__all__ = ["CollectOptions", "Found", "Record", "check_paths", "find_files", "iter_captures", "iter_records"]
