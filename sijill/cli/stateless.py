"""`extract`, `link`, `toponyms`: JSON Lines in, JSON Lines out, no register and nothing kept.

Input is read a line at a time and output written as it comes (`docs`: interchange format, version 1). A broken line is named on standard
error with its file and number, the rest is processed, and the exit status says so.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sijill.cli.options import JobsOption, MaxIssuesOption, PacksOption, PathsArgument, PlacesOption, RuleOption, get_jobs, get_settings

if TYPE_CHECKING:
    from sijill.model import Claim, Document, Issue
    from sijill.packs import Packs


SHOWN = 100


class Output:
    """JSON Lines on standard output or a file, issues on standard error; counts what had to be left out."""

    def __init__(self) -> None:
        import msgspec

        self._encode = msgspec.json.Encoder(order="deterministic").encode
        self.left_out = 0
        self._reported = 0

    def write(self, value: Any) -> None:
        """Write one value as a line."""
        sys.stdout.buffer.write(self._encode(value) + b"\n")

    def report(self, issue: "Issue") -> None:
        """Name a problem in the data on standard error; after `SHOWN` of them only count."""
        self.left_out += issue.severity != "note"
        self._reported += 1
        if self._reported <= SHOWN:
            typer.echo(f"sijill: {issue.describe()}", err=True)

    def finish(self, max_issues: int) -> None:
        """Flush, and end with status 1 when more inputs were left out than allowed."""
        sys.stdout.buffer.flush()
        if self._reported > SHOWN:
            typer.echo(f"sijill: and {self._reported - SHOWN:,} more like these", err=True)
        if self.left_out > max_issues:
            raise typer.Exit(1)


def extract(
    files: PathsArgument,
    *,
    documents_out: Annotated[
        Path | None, typer.Option(help="Also write the documents as they were read (text of web pages, language).")
    ] = None,
    places: PlacesOption = None,
    packs: PacksOption = None,
    jobs: JobsOption = 1,
    max_issues: MaxIssuesOption = 0,
) -> None:
    """Read documents (JSON Lines) and write the claims they make, each with the words it rests on.

    [bold]Example[/]: sijill extract docs.jsonl > claims.jsonl
    """
    from sijill.collect.lines import check_paths
    from sijill.extract.pool import ExtractionPool, Recipe
    from sijill.packs import load_packs

    check_paths(files)
    settings = get_settings(places, packs)
    output = Output()
    found = iter_documents(files, output, load_packs(settings.pack_dirs()))
    recipe = Recipe(settings, settings.pack_dirs(), settings.place_files())
    with DocumentsOut(documents_out) as kept, ExtractionPool(recipe, get_jobs(jobs)) as pool:
        for document, extraction in pool.run(found):
            kept.write(document)
            for issue in extraction.issues:
                output.report(issue)
            for claim in extraction.claims:
                output.write(claim)
    output.finish(max_issues)


def link(
    files: PathsArgument,
    *,
    rule: RuleOption = None,
    packs: PacksOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also write how every value came about.")] = False,
    max_issues: MaxIssuesOption = 0,
) -> None:
    """Read claims (JSON Lines) and write the incidents they speak of.

    [bold]Example[/]: sijill extract docs.jsonl | sijill link - > incidents.jsonl
    """
    import msgspec

    from sijill.collect.lines import check_paths
    from sijill.packs import load_packs
    from sijill.pipeline.incidents import make_incidents

    check_paths(files)
    settings = get_settings(packs=packs)
    output = Output()
    known, rule = load_packs(settings.pack_dirs()), rule or settings.rule
    run = make_incidents(iter_claims(files, output), packs=known, rule=rule, explain=explain)
    for incident in run.incidents:
        output.write(incident if explain else msgspec.structs.replace(incident, assessment=None))
    output.finish(max_issues)


def toponyms(files: PathsArgument, *, places: PlacesOption = None, packs: PacksOption = None, max_issues: MaxIssuesOption = 0) -> None:
    """Read documents (JSON Lines) and write every place they name, with its point on the map.

    [bold]Example[/]: sijill toponyms docs.jsonl > toponyms.jsonl
    """
    from sijill.collect.lines import check_paths
    from sijill.gazetteer import open_gazetteer
    from sijill.gazetteer.toponyms import find_toponyms
    from sijill.packs import load_packs

    check_paths(files)
    settings = get_settings(places, packs)
    output = Output()
    known = load_packs(settings.pack_dirs())
    gazetteer = open_gazetteer(settings, place_files=settings.place_files(), packs=known)
    for document in iter_documents(files, output, known):
        for row in find_toponyms(document, gazetteer):
            output.write(row)
    output.finish(max_issues)


def iter_documents(files: list[str], output: Output, packs: "Packs") -> Iterator["Document"]:
    """Yield the documents of JSON Lines files; what cannot be read is reported."""
    import msgspec

    from sijill.collect.lines import iter_lines
    from sijill.errors import InputError
    from sijill.model import Issue
    from sijill.read import parse_line, read_one

    for line in iter_lines(files):
        if isinstance(line, Issue):
            output.report(line)
            continue
        try:
            documents, issues = read_one(parse_line(line.data), packs)
        except InputError as error:
            output.report(Issue(stage="read", code="broken_line", severity="skip", detail=str(error), file=line.file, line=line.number))
            continue
        for issue in issues:
            output.report(msgspec.structs.replace(issue, file=line.file, line=line.number))
        yield from documents


def iter_claims(files: list[str], output: Output) -> Iterator["Claim"]:
    """Yield the claims of JSON Lines files; what cannot be read is reported."""
    import msgspec

    from sijill.collect.lines import iter_lines
    from sijill.model import Claim, Issue

    decoder = msgspec.json.Decoder(Claim)
    for line in iter_lines(files):
        if isinstance(line, Issue):
            output.report(line)
            continue
        try:
            yield decoder.decode(line.data)
        except msgspec.DecodeError as error:
            detail = f"not a claim: {error}"
            output.report(Issue(stage="link", code="broken_line", severity="skip", detail=detail, file=line.file, line=line.number))


class DocumentsOut:
    """The file of `--documents-out`, or nothing."""

    def __init__(self, path: Path | None) -> None:
        self._file = None if path is None else path.open("wb")

    def write(self, document: "Document") -> None:
        """Write one document as a line."""
        if self._file is not None:
            import msgspec

            self._file.write(msgspec.json.encode(document) + b"\n")

    def __enter__(self) -> "DocumentsOut":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
