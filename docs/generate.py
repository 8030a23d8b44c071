"""Write the reference pages from the code: `make docs`. A test fails when a page differs from what this module would write.

In: settings, exporters, tables, codebook, commands. Out: Markdown below `docs/reference/`. Pages written by hand are not touched.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sijill import settings
from sijill.packs import load_packs
from sijill.publish import EXPORTERS, Exporter
from sijill.publish.csv_tables import TABLES
from sijill.settings import PREFIX, Settings

FOLDER = Path(__file__).parent / "reference"
SETTINGS_TEXT = """Settings are environment variables. A variable that begins with `SIJILL_` and is not listed here is an error, so that a
typing mistake cannot pass unnoticed."""
FORMATS_TEXT = """`sijill export FORMAT --out FOLDER` writes the register in a format. What a format cannot say is listed here, so that
nobody mistakes its silence for an answer."""
COLUMNS_TEXT = """The tables of `sijill export csv`, which other formats share. `datapackage.json` says the same to machines."""
NOTICE = "<!-- Written by `make docs` from the code; change it there. -->"


def make_table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table; `|` in cells is escaped."""
    lines = [list(head)]
    lines += [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def make_settings_page() -> str:
    """Every setting with the comment above its field."""
    source = Path(settings.__file__).read_text(encoding="utf-8")
    found = re.findall(r"((?:    # .*\n)+)    (\w+): \w+ = ", source)
    comments = {name: " ".join(line.strip().removeprefix("# ") for line in text.splitlines()) for text, name in found}
    defaults = Settings()
    rows = [
        (f"`{PREFIX}{name.upper()}`", f"`{getattr(defaults, name)}`" if getattr(defaults, name) else "(empty)", comments[name])
        for name in Settings.__struct_fields__
    ]
    return f"# Settings\n\n{NOTICE}\n\n{SETTINGS_TEXT}\n\n{make_table(('variable', 'default', 'meaning'), rows)}\n"


def make_formats_page() -> str:
    """Every export format with what it cannot say."""
    rows = [(f"[`{e.name}`](#{e.name})", e.title, e.readers, f"`pip install 'sijill[{e.extra}]'`" if e.extra else "") for e in EXPORTERS]
    head = make_table(("format", "what it is", "who reads it", "needs"), rows)
    return f"# Formats\n\n{NOTICE}\n\n{FORMATS_TEXT}\n\n{head}\n\n" + "\n\n".join(map(describe_exporter, EXPORTERS)) + "\n"


def describe_exporter(exporter: Exporter) -> str:
    """Return the section of one format."""
    limits = "\n".join(f"- {sentence}" for sentence in exporter.cannot_say)
    return f"## {exporter.name}\n\n{type(exporter).__doc__}\n\nWhat it cannot say, and what to be careful about:\n\n{limits}"


def make_columns_page() -> str:
    """Every column of our own tables."""
    parts = [f"# Columns of our tables\n\n{NOTICE}\n\n{COLUMNS_TEXT}"]
    for table in TABLES:
        rows = [(f"`{c.name}`", c.type, "yes" if c.required else "", c.description + make_codes(c.allowed)) for c in table.columns]
        keys = ", ".join(f"`{k}`" for k in table.key)
        listed = make_table(("column", "type", "always", "meaning"), rows)
        parts.append(f"## {table.name}\n\n{table.title}. Key: {keys}.\n\n{listed}")
    return "\n\n".join(parts) + "\n"


def make_codes(codes: tuple[str, ...]) -> str:
    """Return the codes of a column in words, or nothing."""
    return " One of " + ", ".join(f"`{c}`" for c in codes) + "." if codes else ""


def make_codebook_page() -> str:
    """Every code of the codebook, event types with their codes elsewhere."""
    book = load_packs().codebook
    rows = [
        (
            f"`{t.id}`",
            t.get_label("en"),
            t.definition,
            f"{t.acled.event_type} / {t.acled.sub_event_type}",
            t.ucdp.type or ("by parties" if t.ucdp.by_parties else ""),
            "" if t.plover is None else f"{t.plover.event} {t.plover.mode or ''}".strip(),
            t.airwars or "",
        )
        for t in book.event_types.values()
    ]
    parts = [f"# Codebook\n\n{NOTICE}\n\nThe codes of claims and incidents. Their home is `sijill/packs/codebook/`."]
    parts.append("## Event types\n\n" + make_table(("code", "label", "definition", "ACLED", "UCDP", "PLOVER", "Airwars"), rows))
    for title, codes in (
        ("Weapons", book.weapons),
        ("Outcomes", book.outcomes),
        ("Status of people", book.whos),
        ("Groups", book.groups),
        ("Exactness", book.exactness),
        ("Grades", book.grades),
        ("Modalities", book.modalities),
        ("Stances", book.stances),
    ):
        listed = [(f"`{c.id}`", c.get_label("en"), c.definition) for c in codes.values()]
        parts.append(f"## {title}\n\n{make_table(('code', 'label', 'definition'), listed)}")
    return "\n\n".join(parts) + "\n"


def make_commands_page() -> str:
    """The help text of every command."""
    parts = [f"# Commands\n\n{NOTICE}\n\n`sijill COMMAND --help` prints the same."]
    parts += [f"## {name}\n\n```text\n{text}\n```" for name, text in iter_help()]
    return "\n\n".join(parts) + "\n"


def iter_help() -> Iterator[tuple[str, str]]:
    """Yield name and help text of every command, plain and 100 columns wide."""
    import click
    from typer.main import get_command

    from sijill.cli import app

    def visit(command: click.Command, path: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
        context = click.Context(command, info_name=path.rsplit(" ", 1)[-1], parent=parent, terminal_width=100, max_content_width=100)
        yield path, command.get_help(context).strip()
        for name, child in sorted(getattr(command, "commands", {}).items()):
            yield from visit(child, f"{path} {name}", context)

    return visit(get_command(app), "sijill", None)


PAGES = {
    "settings.md": make_settings_page,
    "formats.md": make_formats_page,
    "columns.md": make_columns_page,
    "codebook.md": make_codebook_page,
    # "commands.md": make_commands_page,
}


def main() -> None:
    """Write every page, and say which changed."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path}\n")


if __name__ == "__main__":
    main()
