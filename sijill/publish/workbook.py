"""A workbook (Office Open XML, ECMA-376) written row by row: sheets of text and numbers, a frozen header, a filter.

In: rows of cells, in any order of sheets. Out: one `.xlsx` file; memory stays flat, since rows go to a file for each sheet at once.
A hot path: cells become XML here without a library, which takes a third of XlsxWriter's time (`benchmarks/exports.py`).
No formula, link or shared string is ever written, so that a cell that begins with `=` is text. Not here: what the sheets hold (`excel`).
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
CHUNK = 1 << 20
COMPRESSION = 3
PLAIN, BOLD, WRAPPED = range(3)
Value = str | int | float | None

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold is written as Excel writes it, `_x000B_`; so is text that already looks like that.
_UNSAFE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_STYLES = f"""<styleSheet xmlns="{_SHEET}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class Sheet:
    """One sheet under way; `rows` counts those written. `widths` are those of the first columns, in characters."""

    def __init__(self, name: str, number: int, file: IO[bytes], *, widths: Sequence[int] = (), is_table: bool = True) -> None:
        self.name = name
        self.number = number
        self.rows = 0
        self.is_table = is_table
        self.file = file
        self._letters: list[str] = []
        pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if is_table else ""
        columns = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, start=1))
        selected = ' tabSelected="1"' if number == 1 else ""
        view = f'<sheetViews><sheetView{selected} workbookViewId="0">{pane}</sheetView></sheetViews>'
        widths_of = f"<cols>{columns}</cols>" if columns else ""
        file.write(f'{_HEAD}<worksheet xmlns="{_SHEET}">{view}{widths_of}<sheetData>'.encode())

    def write(self, cells: Sequence[Value], style: int = PLAIN) -> None:
        """Write the next row; a longer text than Excel holds is cut, empty cells are left out."""
        while len(self._letters) < len(cells):
            self._letters.append(to_letters(len(self._letters)))
        self.rows += 1
        number = self.rows
        styled = f' s="{style}"' if style else ""
        parts = [f'<row r="{number}">']
        for letter, value in zip(self._letters, cells, strict=False):
            if isinstance(value, str):
                if value:
                    text = _UNSAFE.sub(_escape, value[:MAX_TEXT]) if _UNSAFE.search(value) else value[:MAX_TEXT]
                    parts.append(f'<c r="{letter}{number}"{styled} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
            elif value is not None:
                parts.append(f'<c r="{letter}{number}"{styled}><v>{value!r}</v></c>')
        parts.append("</row>")
        self.file.write("".join(parts).encode())

    def finish(self) -> None:
        """Write the end of the sheet, and go back to its beginning."""
        filtered = f'<autoFilter ref="{self.make_range()}"/>' if self.is_table else ""
        self.file.write(f"</sheetData>{filtered}</worksheet>".encode())
        self.file.seek(0)

    def make_range(self, dollar: str = "") -> str:
        """Return the range of all cells, such as `A1:C9`, with `dollar` before every part."""
        last = self._letters[-1] if self._letters else "A"
        return f"{dollar}A{dollar}1:{dollar}{last}{dollar}{max(self.rows, 1)}"


@dataclass(frozen=True)
class _About:
    """What the properties of the file say."""

    title: str
    comment: str
    created: datetime

    def to_xml(self) -> str:
        spaces = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        spaces += ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{self.created:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
        told = f"<dc:title>{escape(self.title)}</dc:title><dc:description>{escape(self.comment)}</dc:description>"
        return f"<cp:coreProperties {spaces}>{told}{created}</cp:coreProperties>"


class Workbook:
    """A workbook under way. Use as a context manager; the file is written at the end."""

    def __init__(self, path: Path, *, title: str, comment: str, created: datetime) -> None:
        self.sheets: list[Sheet] = []
        self._path = path
        self._about = _About(title, comment, created)
        self._folder = tempfile.TemporaryDirectory(dir=path.parent, prefix=".sheets-")

    def add_sheet(self, name: str, *, widths: Sequence[int] = (), is_table: bool = True) -> Sheet:
        """Return a new sheet, after those there are."""
        number = len(self.sheets) + 1
        file = (Path(self._folder.name) / f"{number}.xml").open("w+b")
        self.sheets.append(Sheet(name, number, file, widths=widths, is_table=is_table))
        return self.sheets[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._pack()
        finally:
            for sheet in self.sheets:
                sheet.file.close()
            self._folder.cleanup()

    def _pack(self) -> None:
        """Write the parts into one archive, with the day of the workbook as their time."""
        stamp = (*self._about.created.timetuple()[:3], 0, 0, 0)
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
            for name, text in self._make_parts().items():
                archive.writestr(make_member(name, stamp), _HEAD + text, compresslevel=COMPRESSION)
            for sheet in self.sheets:
                sheet.finish()
                with archive.open(make_member(f"xl/worksheets/sheet{sheet.number}.xml", stamp), "w", force_zip64=True) as target:
                    shutil.copyfileobj(sheet.file, target, CHUNK)

    def _make_parts(self) -> dict[str, str]:
        """Return everything but the sheets by its name in the archive."""
        main = [("officeDocument", "xl/workbook.xml", _OFFICE), ("extended-properties", "docProps/app.xml", _OFFICE)]
        core = ("metadata/core-properties", "docProps/core.xml", _PACKAGE)
        inner = [("worksheet", f"worksheets/sheet{s.number}.xml", _OFFICE) for s in self.sheets] + [("styles", "styles.xml", _OFFICE)]
        return {
            "[Content_Types].xml": make_types(self.sheets),
            "_rels/.rels": make_relations([*main, core]),
            "docProps/core.xml": self._about.to_xml(),
            "docProps/app.xml": f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>Sijill</Application></Properties>',
            "xl/workbook.xml": make_book(self.sheets),
            "xl/_rels/workbook.xml.rels": make_relations(inner),
            "xl/styles.xml": _STYLES,
        }


def make_member(name: str, stamp: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    """Return an entry of the archive that does not depend on the machine."""
    member = zipfile.ZipInfo(name, stamp)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def make_types(sheets: Sequence[Sheet]) -> str:
    """Return which part is of which kind."""
    kinds = {f"/xl/worksheets/sheet{s.number}.xml": f"{_TYPES}.worksheet+xml" for s in sheets}
    kinds |= {"/xl/workbook.xml": f"{_TYPES}.sheet.main+xml", "/xl/styles.xml": f"{_TYPES}.styles+xml"}
    kinds |= {"/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"}
    kinds |= {"/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml"}
    parts = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{relations}<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'


def make_relations(targets: Sequence[tuple[str, str, str]]) -> str:
    """Return relationships, numbered from 1: kind, target, and the standard that the kind is of."""
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{standard}/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target, standard) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def make_book(sheets: Sequence[Sheet]) -> str:
    """Return the list of sheets and the ranges of their filters."""
    named = "".join(f'<sheet name="{escape(s.name)}" sheetId="{s.number}" r:id="rId{s.number}"/>' for s in sheets)
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{s.number - 1}" hidden="1">'
        f"'{escape(s.name)}'!{s.make_range('$')}</definedName>"
        for s in sheets
        if s.is_table
    )
    names = f"<definedNames>{filters}</definedNames>" if filters else ""
    return f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}/relationships"><sheets>{named}</sheets>{names}</workbook>'


def to_letters(number: int) -> str:
    """Return the letters of a column, from 0: A, B, ..., Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    return escape(found) if found in "&<>" else f"_x{ord(found):04X}_"
