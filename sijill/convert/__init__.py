"""Converting: rows of other data sets become documents and claims of their source, next to what was read from reports.

In: captures of the rows of a table, and a column map. Out: for each row a document whose text is the row itself, a claim whose every value
points into that text, and issues that name file, line and column. A column map is data (`packs/columns`).
Not here: cutting files into rows (`sijill.collect`), our own JSON Lines, which come back whole (`sijill.pipeline.restore`).
"""

from sijill.convert.claims import ConvertedRow, Converter
from sijill.convert.header import choose_map

__all__ = ["ConvertedRow", "Converter", "choose_map"]
