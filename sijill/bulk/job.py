"""What a bulk run is asked to do, as plain data that every process and machine of the run is handed.

In: what the user typed. Out: `BatchJob`, and the fingerprint by which a folder is recognised as the result of the same job.
Not here: doing it.
"""

import msgspec

from sijill import __version__
from sijill.collect import CollectOptions, Found
from sijill.extract.claims import ORIGIN
from sijill.extract.pool import Recipe
from sijill.model import make_id
from sijill.packs import load_packs
from sijill.read import READER

RECORDS = 5000
FORMATS = ("jsonl", "parquet")


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents are wanted: a share of all records, published since a day (those without a date stay), in certain languages.

    With `everything` documents that the gate keeps back are read and written too, which takes much longer.
    """

    sample: float = 1.0
    since: str | None = None
    langs: tuple[str, ...] = ()
    everything: bool = False


class BatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a job is done. `partition` is the largest number of records between two safe points."""

    rule: str = "range"
    form: str = "jsonl"
    partition: int = RECORDS
    choice: Choice = Choice()
    collect: CollectOptions = CollectOptions()


class BatchJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job: the files to read, the folder or address of the results, how to extract, and options."""

    files: tuple[Found, ...]
    out: str
    recipe: Recipe
    options: BatchOptions = BatchOptions()

    def make_fingerprint(self) -> str:
        """Return an id of everything that the result depends on; neither engine nor number of processes is part of it."""
        packs = load_packs(self.recipe.pack_dirs).make_fingerprint(further=self.recipe.place_files)
        files = [(file.name, file.size) for file in self.files]
        return make_id("job", __version__, ORIGIN, READER, packs, files, msgspec.json.encode(self.options, order="sorted").decode())
