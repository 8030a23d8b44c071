"""Write the reference pages from the code: `make docs`. A test fails when a page differs from what this module would write.

In: settings, exporters, tables, codebook, commands. Out: Markdown below `docs/reference/`. Pages written by hand are not touched.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from sijill import settings
from sijill.packs import load_packs
from sijill.packs.codebook import EventType
from sijill.packs.columns import (
    Coded,
    ColumnMap,
    DateColumns,
    HarmColumns,
    PartyColumn,
    PlaceColumns,
    PublishedColumn,
    SpreadColumns,
    TellersColumn,
    list_column_maps,
)
from sijill.publish import EXPORTERS, Exporter
from sijill.publish.csv_tables import TABLES
from sijill.publish.profile import Profile, get_profile, list_profiles
from sijill.settings import PREFIX, Settings

FOLDER = Path(__file__).parent / "reference"
SETTINGS_TEXT = """Settings are environment variables. A variable that begins with `SIJILL_` and is not listed here is an error, so that a
typing mistake cannot pass unnoticed."""
FORMATS_TEXT = """`sijill export --format NAME --out FOLDER` writes the register in a format. What a format cannot say is listed here,
so that nobody mistakes its silence for an answer."""
PROFILES_TEXT = """`sijill export --profile NAME` and `sijill release --profile NAME` write what a profile lets out. Exporters
see the redacted values only, so that nothing survives in an index or in statistics; a test looks for it in every format. What a
person keeps back of a single incident or report (`sijill review redact`) leaves under no profile."""
COLUMNS_TEXT = """The tables of `sijill export --format csv`, which other formats share. `datapackage.json` says the same to machines."""
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


def make_profiles_page() -> str:
    """Every redaction profile."""
    profiles = [get_profile(name) for name in list_profiles()]
    fields = [f for f in Profile.__struct_fields__ if f not in {"id", "title"}]
    rows = [(f"`{p.id}`", p.title, *(getattr(p, f) for f in fields)) for p in profiles]
    text = " ".join((Profile.__doc__ or "").split())
    head = make_table(("profile", "what for", *(f"`{f}`" for f in fields)), rows)
    return f"# Redaction profiles\n\n{NOTICE}\n\n{PROFILES_TEXT}\n\n{head}\n\n{text}\n"


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


CODEBOOK_TEXT = """The codes of claims and incidents, and how they are written in other data sets. Their home is `sijill/packs/codebook/`;
`sijill packs show air_strike` prints one."""
CODEBOOK_PARTS = {
    "weapons": "Weapons",
    "outcomes": "Outcomes",
    "whos": "Status of people",
    "groups": "Groups",
    "exactness": "Exactness of numbers",
    "grades": "Grades",
    "modalities": "Modalities",
    "stances": "Stances",
    "place_precisions": "Precision of places",
    "date_precisions": "Precision of dates",
    "sides": "Sides",
}


def make_codebook_page() -> str:
    """Every code of the codebook, event types with their codes elsewhere."""
    book = load_packs().codebook
    types = book.event_types.values()
    meanings = [(f"`{t.id}`", t.get_label("en"), t.get_label("ar"), t.family, describe_event_type(t)) for t in types]
    parts = [f"# Codebook\n\n{NOTICE}\n\n{CODEBOOK_TEXT}"]
    parts.append("## Event types\n\n" + make_table(("code", "English", "Arabic", "family", "definition"), meanings))
    elsewhere = make_table(("code", "ACLED", "UCDP type of violence", "PLOVER", "Airwars", "Bayanat"), map(list_codes_elsewhere, types))
    parts.append(f"## Event types in other data sets\n\n{elsewhere}")
    for name, codes in book.get_parts().items():
        if name in CODEBOOK_PARTS:
            listed = [(f"`{c.id}`", c.get_label("en"), c.get_label("ar"), c.definition) for c in codes]
            parts.append(f"## {CODEBOOK_PARTS[name]}\n\n{make_table(('code', 'English', 'Arabic', 'definition'), listed)}")
    return "\n\n".join(parts) + "\n"


def describe_event_type(event_type: EventType) -> str:
    """Return the definition, and what does not belong here."""
    return event_type.definition + (f" *Not here:* {'; '.join(event_type.without)}." if event_type.without else "")


def list_codes_elsewhere(event_type: EventType) -> tuple[str, ...]:
    """Return the row of an event type's codes in other data sets."""
    plover = event_type.plover
    return (
        f"`{event_type.id}`",
        f"{event_type.acled.event_type} / {event_type.acled.sub_event_type}. {event_type.note or ''}".removesuffix(". "),
        event_type.ucdp.rule,
        "" if plover is None else f"{plover.event} {plover.mode or ''}".strip(),
        event_type.airwars or "",
        event_type.bayanat or "",
    )


def make_commands_page() -> str:
    """Every command with its arguments and options."""
    from sijill.cli.commands import COMMANDS, is_installed, load_command

    parts = [f"# Commands\n\n{NOTICE}\n\n`sijill COMMAND --help` says the same."]
    for entry in COMMANDS:
        if is_installed(entry):
            parts += describe_command(load_command(entry), f"sijill {entry.name}")
    return "\n\n".join(parts) + "\n"


def describe_command(command: Any, name: str) -> Iterator[str]:
    """Yield the section of a command, then those of its sub-commands."""
    text = re.sub(r"\[/?(bold)?\]", "", command.help or "").strip()
    rows = [describe_parameter(p) for p in command.params if p.name not in {"help", "install_completion", "show_completion"}]
    yield f"## {name}\n\n{text}" + (f"\n\n{make_table(('argument or option', 'meaning', 'default'), rows)}" if rows else "")
    for child, sub in sorted(getattr(command, "commands", {}).items()):
        yield from describe_command(sub, f"{name} {child}")


def describe_parameter(parameter: Any) -> tuple[str, str, str]:
    """Return how a parameter is written, what it means, and its default."""
    options = ", ".join([*parameter.opts, *parameter.secondary_opts])
    written = parameter.metavar or parameter.name.upper() if parameter.param_type_name == "argument" else options
    shown = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
    silent = shown is None or shown is False or shown == () or callable(shown) or parameter.required
    return f"`{written}`", parameter.help or "", "" if silent else str(shown)


COLUMN_MAPS_TEXT = """Tables of other data sets that `sijill import` and `sijill compare` know by their header. For another table write a
map of your own: [bring other data in](../how-to/bring-data-in.md)."""


def make_column_maps_page() -> str:
    """Every column map with the columns it reads, and what a map may hold."""
    parts = [f"# Column maps\n\n{NOTICE}\n\n{COLUMN_MAPS_TEXT}"]
    for column_map in list_column_maps():
        known, read = (", ".join(f"`{c}`" for c in columns) for columns in (column_map.recognised_by, column_map.list_columns()))
        rows = [(f"`{code}`", f"`{ours}`") for code, ours in column_map.event_type.codes.items() if code != ours]
        codes = make_table((f"`{column_map.event_type.column}`", "event type"), rows) if rows else ""
        about = f"{column_map.title}. Source: `{column_map.source}`. Known by {known}."
        parts.append(f"## {column_map.id}\n\n{about}\n\nReads {read}.\n\n{codes}".rstrip())
    rows = [(f"`{kind.__name__}`", " ".join((kind.__doc__ or "").split()), list_fields(kind)) for kind in COLUMN_MAP_PARTS]
    parts.append("## What a map may hold\n\n" + make_table(("part", "meaning", "keys"), rows))
    return "\n\n".join(parts) + "\n"


def list_fields(kind: type[Any]) -> str:
    """Return the keys of a part of a map, those that must be there first and marked."""
    return ", ".join(
        f"`{f.name}`{' (needed)' if f.required else ''}" for f in sorted(msgspec.structs.fields(kind), key=lambda f: not f.required)
    )


COLUMN_MAP_PARTS = (ColumnMap, Coded, DateColumns, PublishedColumn, PlaceColumns, PartyColumn, HarmColumns, SpreadColumns, TellersColumn)

PAGES = {
    "settings.md": make_settings_page,
    "formats.md": make_formats_page,
    "profiles.md": make_profiles_page,
    "columns.md": make_columns_page,
    "codebook.md": make_codebook_page,
    "column-maps.md": make_column_maps_page,
    "commands.md": make_commands_page,
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
