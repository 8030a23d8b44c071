"""Printing: PDFs by typst, in fonts that come with Sijill.

In: values that msgspec can encode, the name of a template. Out: the bytes of a PDF, the same for the same values.
Not here: what is said (`sijill.publish.account`, `sijill.publish.digest`).
"""

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from sijill.errors import DefectError, UserError
from sijill.present.charts.locator import COLOURS

PREVIEW_PPI = 110.0
TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parent.parent / "static" / "fonts"
# Fonts that can write Arabic, the first that is there is taken; the first two come with Sijill and with Debian's `fonts-noto-core`.
ARABIC_FONTS = ("IBM Plex Sans Arabic", "Noto Sans Arabic", "Noto Naskh Arabic", "Amiri", "Geeza Pro", "Segoe UI")


def print_pdf(template: str, data: Any, pictures: dict[str, str] | None = None, *, preview: bool = False) -> bytes:
    """Return a PDF set from a template (`digest`, `incident`) with its values and SVG pictures by name; `preview`: its first page as PNG.

    Raises UserError where typst is not installed, or no font can write Arabic.
    """
    try:
        import typst
    except ImportError as error:
        raise UserError("PDFs need typst: install it with `pip install 'sijill[pdf]'`, or ask for HTML only") from error
    fonts = load_fonts()
    with tempfile.TemporaryDirectory(prefix="sijill-print-") as folder:
        root = Path(folder)
        for path in TEMPLATES.glob("*.typ"):
            (root / path.name).write_bytes(path.read_bytes())
        (root / "data.json").write_bytes(msgspec.json.encode(data))
        for name, picture in (pictures or {}).items():
            (root / f"{name}.svg").write_text(make_standalone(picture), encoding="utf-8")
        try:
            wanted = {"format": "png", "ppi": PREVIEW_PPI} if preview else {"timestamp": 0}
            made = typst.compile(str(root / f"{template}.typ"), root=str(root), font_paths=fonts, **wanted)
        except typst.TypstError as error:
            raise DefectError(f"the template {template} could not be set: {error.message}") from error
    page = made[0] if isinstance(made, list) else made
    if not isinstance(page, bytes):
        raise DefectError(f"the template {template} gave nothing")
    return page


@lru_cache(maxsize=1)
def load_fonts() -> Any:
    """Return the fonts of this installation and of the system; raises UserError where none of them can write Arabic."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, font_paths=[str(FONTS)] if FONTS.is_dir() else [])
    check_fonts(fonts.families())
    return fonts


def check_fonts(families: list[str]) -> None:
    """Check that one of the fonts can write Arabic; raises UserError where none can."""
    if not set(families) & set(ARABIC_FONTS):
        raise UserError(f"no font can write Arabic: install one of {', '.join(ARABIC_FONTS)} (Debian: fonts-noto-core)")


def make_standalone(picture: str) -> str:
    """Return an SVG that carries its own colours."""
    head, mark, rest = picture.partition(">")
    return f"{head}{mark}<style>{COLOURS}</style>{rest}"
