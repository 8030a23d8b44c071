"""`collect`: reports from the web, feeds and single pages.

Not here: files (`sijill.cli.build`), how it is done (`sijill.pipeline.collecting`).
"""

from typing import Annotated

import typer

from sijill.cli.build import report_issues
from sijill.cli.options import MaxIssuesOption, RegisterOption, open_register


def collect(
    addresses: Annotated[
        list[str] | None,
        typer.Argument(metavar="ADDRESS...", help="Feeds (RSS, Atom) and pages; none: those in feeds.txt.", show_default=False),
    ] = None,
    *,
    register: RegisterOption = None,
    pages: Annotated[bool, typer.Option(help="Fetch the page of each entry of a feed, or keep the entry's own text only.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Fetch pages again that are known, to see whether they have changed.")] = False,
    source: Annotated[str | None, typer.Option(help="Publisher, in place of the feed's name.", show_default=False)] = None,
    lang: Annotated[str | None, typer.Option(help="Language of everything collected (ISO 639-1).", show_default=False)] = None,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one site.")] = 1.0,
    max_issues: MaxIssuesOption = 0,
) -> None:
    """Keep reports from the web as they are: what feeds say is new, and single pages.

    This is the one command that goes online for reports. It follows the rules that sites give for programs, and fetches nothing twice.

    [bold]Example[/]: sijill collect https://example.org/feed.xml   [bold]every hour[/]: sijill collect && sijill run
    """
    from sijill.cli.progress import StageProgress
    from sijill.collect import CollectOptions
    from sijill.collect.fetch import Fetcher
    from sijill.collect.web import WebOptions
    from sijill.pipeline.collecting import collect_addresses, load_addresses

    defaults = {name: value for name, value in (("source", source), ("lang", lang)) if value is not None}
    options = WebOptions(pages=pages, again=again, common=CollectOptions(defaults=defaults))
    with open_register(register) as opened:
        wanted = addresses or load_addresses(opened)
        with StageProgress() as progress:
            result = collect_addresses(opened, wanted, Fetcher(pause), options=options, progress=progress)
    known = f" ({result.known:,} unchanged)" if result.known else ""
    following = "; next: sijill run" if result.added else ""
    typer.echo(f"collected {result.added:,} reports{known}{following}", err=True)
    report_issues(result.issues, max_issues)
