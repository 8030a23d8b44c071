"""`import`: a register from the files of `sijill export --format jsonl`.

Not here: how (`sijill.pipeline.restore`); reports are added with `sijill add`.
"""

from pathlib import Path
from typing import Annotated

import typer


def import_export(
    source: Annotated[Path, typer.Argument(help="Folder that `sijill export --format jsonl --out` wrote.")],
    folder: Annotated[Path, typer.Argument(help="Folder of the new register.")],
) -> None:
    """Make a register from an export: documents, claims, decisions and incidents, with their ids.

    [bold]Example[/]: sijill import export my-register
    """
    from sijill.pipeline.restore import restore_register

    counts = restore_register(folder, source)
    typer.echo(f"restored {folder}: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
