"""`release`: freeze the register as a dated, versioned folder that can be cited and checked.

Not here: what a release consists of (`sijill.publish.release`).
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sijill.cli.options import PacksOption, ProfileOption, RegisterOption, get_settings, open_register


def release(
    version: Annotated[str, typer.Argument(help="Version of the release, such as 2026.1; every row carries it.")],
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the release.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of releases.")] = Path("releases"),
    previous: Annotated[Path | None, typer.Option("--previous", help="Folder of the last release, to list what changed.")] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="Format to include (repeatable).", show_default="most")
    ] = None,
    profile: ProfileOption = None,
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Freeze the register: data, codebook, sources, changes since the last release, checksums.

    [bold]Example[/]: sijill release 2026.2 --date 2026-12-01 --previous releases/2026.1
    """
    from sijill.packs import load_packs
    from sijill.publish import apply_profile
    from sijill.publish.from_register import make_edition
    from sijill.publish.release import DEFAULT_FORMATS, make_release

    settings = get_settings(packs=packs)
    with open_register(register) as opened:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        edition = apply_profile(make_edition(opened, known, version=version, released=day.date()), profile)
        folder = make_release(edition, out, formats=formats or DEFAULT_FORMATS, previous=previous)
    typer.echo(f"released {folder}; check it with: cd {folder} && sha256sum --check SHA256SUMS")
