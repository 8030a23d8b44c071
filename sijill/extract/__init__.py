"""Reading: claims out of documents.

`Extractor(packs, gazetteer).extract(document)` gives an `Extraction`. The stages are one file each: `gate`, `annotate` (with `lexicon`,
`people`, `patterns`), `frames`, `merge`, `claims` (with `tolls`, `parties`), `title`, `ground`; `engine` puts them together.
"""

from sijill.extract.context import make_document_context
from sijill.extract.engine import Extraction, Extractor

__all__ = ["Extraction", "Extractor", "make_document_context"]
