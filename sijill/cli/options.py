"""Options that several commands share, with their help texts, and what they mean.

Not here: options of one command only.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.errors import UserError
from sijill.settings import Settings, load_settings

if TYPE_CHECKING:
    from sijill.store import Register

PathsArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="JSON Lines files; `-` is standard input.", show_default=False)]
PlacesOption = Annotated[
    list[Path] | None,
    typer.Option("--places", help="File of places used beside the default gazetteer (also: SIJILL_PLACES).", show_default=False),
]
PacksOption = Annotated[
    list[Path] | None, typer.Option("--packs", help="Folder of further packs (also: SIJILL_PACKS).", show_default=False)
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile", help="What may leave: public, quoted, partners, cautious, or a file NAME.yml of your own.", show_default="everything"
    ),
]
PreviewOption = Annotated[bool, typer.Option("--preview", help="Show what the profile would remove, and write nothing.")]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", help="Processes to use; 0: one for each processor.", min=0)]
RuleOption = Annotated[str | None, typer.Option("--rule", help="Rule for best values (also: SIJILL_RULE).", show_default=False)]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", "-r", help="Folder of the register (also: SIJILL_REGISTER).", show_default="this folder or ./register"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON Lines also to a terminal.")]
MaxIssuesOption = Annotated[int, typer.Option("--max-issues", help="Exit status 1 when more inputs than this had to be left out.", min=0)]


def get_settings(places: list[Path] | None = None, packs: list[Path] | None = None) -> Settings:
    """Return the settings with the given files and folders added; raises UserError for a path that does not exist."""
    import msgspec

    settings = load_settings()
    for path in (*(places or ()), *(packs or ())):
        if not path.exists():
            raise UserError(f"{path} does not exist")
    return msgspec.structs.replace(
        settings,
        places=os.pathsep.join(str(p) for p in (*settings.place_files(), *(places or ()))),
        packs=os.pathsep.join(str(p) for p in (*settings.pack_dirs(), *(packs or ()))),
    )


def find_register(folder: Path | None) -> Path:
    """Return the folder of the register: the one named, else this folder if it is one, else the setting."""
    from sijill.store.location import is_register

    if folder is not None:
        return folder
    if "SIJILL_REGISTER" not in os.environ and is_register(Path()):
        return Path()
    return Path(load_settings().register)


def open_register(folder: Path | None) -> "Register":
    """Open the register that is meant; raises RegisterError."""
    from sijill.store import Register

    return Register.open(find_register(folder))


def get_jobs(jobs: int) -> int:
    """Return the number of processes for `--jobs` (0: one for each processor)."""
    if jobs:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
