"""The register: schema, append-only writers, the identity log, read views and search.

`Register.create(folder)` and `Register.open(folder)` give the register; `sijill.store.views` is everything that can be asked of it.
Not here: how captures become documents, claims and incidents (the stages), and in which order (`sijill.pipeline`).
"""

from sijill.store.register import Register

__all__ = ["Register"]
