"""`ingest`: the result of a bulk run becomes part of a register.

Not here: how (`sijill.bulk.ingest`).
"""

from typing import Annotated

import typer

from sijill.cli.options import RegisterOption, open_register


def ingest(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder or address that `sijill batch --out` wrote.", show_default=False)],
    *,
    register: RegisterOption = None,
) -> None:
    """Load the documents, claims and incidents of a finished `sijill batch` into a register; repeating it adds nothing twice.

    [bold]Example[/]: sijill batch crawl/*.warc.gz --out results   [bold]then[/]: sijill ingest results --register my-register
    """
    from sijill.bulk.ingest import ingest_folder
    from sijill.cli.progress import StageProgress

    with open_register(register) as opened, StageProgress() as progress:
        counts = ingest_folder(opened, folder, on_progress=progress)
    typer.echo(f"{folder}: {', '.join(f'{count:,} new {name}' for name, count in counts.items())}", err=True)
    if counts["claims"] and not counts["incidents"]:
        typer.echo("the register holds other claims too: link them together with: sijill run", err=True)
