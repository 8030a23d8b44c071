"""`publish`: pages for readers: a static site, a map in a single file.

Not here: what they look like (`sijill.publish.site`).
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sijill.cli.options import PacksOption, RegisterOption, get_settings, open_register

app = typer.Typer(help="Write pages that need no server: a site, a map in one file.", no_args_is_help=True)
SiteProfileOption = Annotated[
    str,
    typer.Option("--profile", help="What may leave: public, partners, cautious, a profile of your own, or `everything`."),
]
DayOption = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day that the site stands for.", show_default=False)
]
TitleOption = Annotated[str | None, typer.Option("--title", help="Title of the register.", show_default="Register of incidents")]
VersionOption = Annotated[str, typer.Option("--version-name", help="Version that the pages name.")]
EVERYTHING = "everything"


@app.callback()
def publish() -> None:
    """Write pages that need no server."""


@app.command()
def site(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write; an earlier site there is replaced.")] = Path("site"),
    profile: SiteProfileOption = "public",
    title: TitleOption = None,
    address: Annotated[
        str | None, typer.Option("--address", help="Address where it will be published, for the feeds.", show_default=False)
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="Earlier site whose addresses stay alive.", show_default="the folder itself")
    ] = None,
    version: VersionOption = "unreleased",
    day: DayOption = None,
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Write the register as a site that opens from a folder: incidents in English and Arabic, map, search, feeds, downloads.

    [bold]Example[/]: sijill publish site --out site --profile partners
    """
    from sijill.cli.progress import StageProgress
    from sijill.packs import load_packs
    from sijill.publish import apply_profile
    from sijill.publish.about import load_about
    from sijill.publish.from_register import make_edition
    from sijill.publish.site import SiteOptions, write_site

    settings = get_settings(packs=packs)
    chosen = None if profile == EVERYTHING else profile
    with open_register(register) as opened, StageProgress() as progress:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        edition = apply_profile(make_edition(opened, known, version=version, released=day.date() if day else None), chosen)
        options = SiteOptions(title=title, about=load_about(None, opened.folder), profile=chosen, address=address, previous=previous)
        count = write_site(edition, out, options, progress=progress)
    typer.echo(f"wrote {count:,} files; open {out / 'index.html'}")


@app.command("map")
def write_map(
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path("map.html"),
    lang: Annotated[str, typer.Option("--lang", help="Language of the page.")] = "en",
    profile: SiteProfileOption = "public",
    title: TitleOption = None,
    version: VersionOption = "unreleased",
    day: DayOption = None,
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Write the map as one HTML file that holds everything, the base map included.

    [bold]Example[/]: sijill publish map --out map.html --lang ar
    """
    from sijill.packs import load_packs
    from sijill.publish import apply_profile
    from sijill.publish.from_register import make_edition
    from sijill.publish.site.map_page import make_map_page

    check_choice("language", [lang], get_langs())
    settings = get_settings(packs=packs)
    with open_register(register) as opened:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        edition = make_edition(opened, known, version=version, released=day.date() if day else None)
        page = make_map_page(apply_profile(edition, None if profile == EVERYTHING else profile), lang, title=title)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8", newline="\n")
    typer.echo(f"wrote {out} ({out.stat().st_size / 1e6:.1f} MB)")


def get_langs() -> tuple[str, ...]:
    """Return the languages of the pages."""
    from sijill.present.catalogue import load_catalogues

    return tuple(load_catalogues())


def check_choice(what: str, wanted: list[str], known: tuple[str, ...]) -> list[str]:
    """Return what was asked for, each once; raises UserError for what is not known."""
    from sijill.errors import UserError

    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UserError(f"there is no {what} {', '.join(unknown)}; choose from {', '.join(known)}")
    return list(dict.fromkeys(wanted))
