"""Presenting: how the register reads, for every surface that people look at: the workbench, the static site, the digest.

In: values of the model and of the read views, packs, a language. Out: words, markup, charts as geometry, passages, what stands on a map.
Pages of one surface, their layout and their addresses are not here (`sijill.web`, `sijill.publish`): an address is given as a `Locate`.
Templates here need `w` (a `Wording`), `t` (its `text`), `lang`, `dir`, and `parts` (the macros of `words.html`).
"""

from pathlib import Path

TEMPLATES_FOLDER = Path(__file__).parent / "templates"
