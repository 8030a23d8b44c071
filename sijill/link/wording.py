"""Wording: what the texts of two accounts share, whatever their claims say: copied runs, heads alike, passages alike.

In: accounts, in the order of a table's rows. Out: `Wording`, for the pairs of documents or rows that share anything.
Not here: the three measures (`link.texts`, `link.marks`), what they are worth (`packs/linking/weights.yml`).
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from sijill.link.account import Account
from sijill.link.marks import Keys, MarkIndex, MarkPairs
from sijill.link.table import Bools, Ints, Table
from sijill.link.texts import TextIndex, TextPairs


class Wording(msgspec.Struct, frozen=True):
    """Pairs of documents that copy one another or have heads alike, pairs of rows whose passages are alike, and who mentions a name."""

    copies: TextPairs
    heads: MarkPairs
    passages: MarkPairs
    _heads: MarkIndex
    _passages: MarkIndex

    def mention(self, words: Keys, rows: Ints, documents: Ints) -> Bools:
        """Return which rows have all marks of the name beside them (see `MarkIndex.mention`) in their passage or their document's head."""
        return self._passages.mention(words, rows) | self._heads.mention(words, documents)


class WordingIndex:
    """The wording of a growing table of accounts; a document's accounts come together."""

    def __init__(self) -> None:
        self._documents = 0
        self._copies = TextIndex()
        self._heads = MarkIndex()
        self._passages = MarkIndex()

    def extend(self, accounts: Sequence[Account]) -> tuple[Ints, Ints]:
        """Add accounts, those of a document together.

        Returns the earlier documents, and the earlier rows, that have a word which is now less rare than before.
        """
        documents = list({a.document_id: a for a in accounts}.values())
        numbers = np.arange(self._documents, self._documents + len(documents), dtype=np.int64)
        number_of = dict(zip((d.document_id for d in documents), numbers.tolist(), strict=True))
        self._documents += len(documents)
        copies = self._copies.extend([a.signature for a in documents])
        heads = self._heads.extend([a.head for a in documents], numbers)
        holders = np.array([number_of[a.document_id] for a in accounts], dtype=np.int64)
        return np.union1d(copies, heads), self._passages.extend([a.marks for a in accounts], holders)

    def find(self, table: Table, fresh: Bools | None = None) -> Wording:
        """Return the wording of all pairs, or of those that have a `fresh` row."""
        rows = None if fresh is None else np.flatnonzero(fresh)
        documents = None if rows is None else np.unique(table.document[rows])
        pairs = self._copies.find_pairs(documents), self._heads.find_pairs(documents), self._passages.find_pairs(rows)
        return Wording(*pairs, self._heads, self._passages)
