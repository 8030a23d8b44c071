"""The gazetteer: places by name, place names in text, and which places they mean.

`open_gazetteer(settings)` gives a `Gazetteer`; the method is explained in `docs/method/places.md`, the index in
`docs/decisions/0004-place-index.md`.
"""

from sijill.gazetteer.gazetteer import Gazetteer, open_gazetteer
from sijill.gazetteer.place import Place, PlaceMention, ScoredPlace

__all__ = ["Gazetteer", "Place", "PlaceMention", "ScoredPlace", "open_gazetteer"]
