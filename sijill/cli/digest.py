"""`digest`: what sources say of a day or a week, with every figure's source, as HTML and PDF.

Not here: what goes in and how it looks (`sijill.publish.digest`).
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from sijill.cli.options import PacksOption, RegisterOption, get_settings, open_register
from sijill.cli.publish import EVERYTHING, SiteProfileOption, check_choice

KINDS = ("html", "pdf")


def digest(
    *,
    day: Annotated[datetime, typer.Option("--day", formats=["%Y-%m-%d"], help="The day, or the last day of the week.")],
    week: Annotated[bool, typer.Option("--week", help="The seven days that end with that day.")] = False,
    place: Annotated[str | None, typer.Option("--place", help="Only this place or province, by name or id.", show_default=False)] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Only incidents of this party, by name or id.", show_default=False)] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("digests"),
    langs: Annotated[list[str] | None, typer.Option("--lang", help="Language (repeatable).", show_default="en, ar")] = None,
    kinds: Annotated[list[str] | None, typer.Option("--format", "-f", help="html or pdf (repeatable).", show_default="both")] = None,
    profile: SiteProfileOption = "partners",
    register: RegisterOption = None,
    packs: PacksOption = None,
) -> None:
    """Write a cited brief of a day: incidents, ranges, who says what, where sources differ; quiet days say so.

    [bold]Example[/]: sijill digest --day 2019-03-14
    """
    from sijill.packs import load_packs
    from sijill.present.catalogue import load_catalogues
    from sijill.present.wording import Wording
    from sijill.publish import apply_profile
    from sijill.publish.digest import Scope, make_digest, make_digest_pdf, make_html
    from sijill.publish.from_register import make_edition

    settings = get_settings(packs=packs)
    last = day.date()
    scope = Scope(last - timedelta(days=6) if week else last, last, place, actor)
    catalogues = load_catalogues()
    out.mkdir(parents=True, exist_ok=True)
    with open_register(register) as opened:
        known = load_packs((*settings.pack_dirs(), *opened.pack_dirs()))
        edition = apply_profile(make_edition(opened, known, released=last), None if profile == EVERYTHING else profile)
        for lang in check_choice("language", langs or list(catalogues), tuple(catalogues)):
            wording = Wording(catalogues[lang], known)
            made = make_digest(edition, scope, wording)
            name = f"digest-{last.isoformat()}{'-week' if week else ''}.{lang}"
            for kind in check_choice("format", kinds or [*KINDS], KINDS):
                path = out / f"{name}.{kind}"
                path.write_bytes(make_digest_pdf(made, wording) if kind == "pdf" else make_html(made, wording).encode())
                typer.echo(f"wrote {path}")
