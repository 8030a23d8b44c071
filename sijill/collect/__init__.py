"""Collecting: from files, folders, archives and standard input to captures (bytes as they came, named by their SHA-256).

`iter_captures(paths, blobs)` keeps the bytes and yields a `Capture` for each report and an `Issue` for whatever cannot be taken in.
Rows of JSON Lines, JSON and CSV files are captures of their own: slices of a file that is kept whole, named `file#line`.
Not here: what the bytes say (`sijill.read`), rows of the register (`sijill.store`).
"""

from sijill.collect.captures import CollectOptions, check_paths, iter_captures

__all__ = ["CollectOptions", "check_paths", "iter_captures"]
