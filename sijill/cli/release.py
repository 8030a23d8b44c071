"""`release`, `verify`: freeze the register as a dated, versioned folder that can be cited; check such a folder.

Not here: what a release consists of (`sijill.publish.release`), signatures (`sijill.publish.signing`).
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sijill.cli.options import PacksOption, PreviewOption, ProfileOption, RegisterOption, find_register, get_settings, open_register


def release(
    version: Annotated[str, typer.Argument(help="Version of the release, such as 2026.1; every row carries it.")],
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the release.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of releases.")] = Path("releases"),
    previous: Annotated[Path | None, typer.Option("--previous", help="Folder of the last release, to list what changed.")] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="Format to include (repeatable).", show_default="most")
    ] = None,
    about: Annotated[
        Path | None,
        typer.Option("--about", help="File that says who publishes it, under which licence.", show_default="about.yml in the register"),
    ] = None,
    key: Annotated[Path | None, typer.Option("--sign", help="Secret key of minisign to sign the checksums with.")] = None,
    profile: ProfileOption = None,
    preview: PreviewOption = False,
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Freeze the register: data, codebook, method, sources, changes since the last release, checksums.

    [bold]Example[/]: sijill release 2026.2 --date 2026-12-01 --previous releases/2026.1
    """
    from sijill.gazetteer.added import load_added
    from sijill.packs import load_packs
    from sijill.publish import apply_profile
    from sijill.publish.about import load_about
    from sijill.publish.from_register import make_edition
    from sijill.publish.profile import get_profile
    from sijill.publish.release import DEFAULT_FORMATS, ReleaseOptions, make_release
    from sijill.publish.signing import make_signer

    settings = get_settings(packs=packs)
    with open_register(register) as opened:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        edition = make_edition(opened, known, version=version, released=day.date())
        if preview:
            from sijill.cli.export import print_preview

            print_preview(edition, profile)
            return
        options = ReleaseOptions(
            formats=formats or DEFAULT_FORMATS,
            previous=previous,
            about=load_about(about, find_register(register)),
            profile=get_profile(profile).title if profile else None,
            place_files=load_added(settings.data_dir() / "places"),
            sign=make_signer(key, ask_password) if key is not None else None,
        )
        folder = make_release(apply_profile(edition, profile), out, options)
    typer.echo(f"released {folder}; check it with: sijill verify {folder}")


def verify(
    folder: Annotated[Path, typer.Argument(help="Folder of the release.")],
    key: Annotated[str | None, typer.Option("--key", help="Public key of minisign, or its file, to check the signature with.")] = None,
) -> None:
    """Check a release: every file against its checksum, and with a key the checksums against their signature.

    [bold]Example[/]: sijill verify releases/2026.1 --key publisher.pub
    """
    from sijill.publish.signing import check_release

    check = check_release(folder, key)
    for fault in check.faults:
        typer.echo(f"sijill: {fault}", err=True)
    signed = f"; signed: {check.comment}" if check.comment else ""
    typer.echo(f"{check.files:,} files are as they were released, {len(check.faults):,} faults{signed}")
    if check.faults:
        raise typer.Exit(1)


def ask_password() -> str:
    """Ask for the password of a secret key."""
    return str(typer.prompt("Password of the key", hide_input=True))
