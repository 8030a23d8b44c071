"""The command line: `sijill COMMAND`, one file a group of commands.

In: arguments, standard input. Out: tables in a terminal, JSON Lines when piped; exit status 0, 1 (issues in the data above the threshold)
or 2 (an error, as one line on standard error). Every command is imported when it is called, so that `sijill link` starts at once.
Not here: any work; commands put together what `pipeline`, `bulk`, `publish` and `store.views` do.
"""

import sys
from types import TracebackType

from sijill.cli.commands import make_app


class LastDefence:
    """What nobody foresaw ends as one line and exit status 2 too; `--debug` shows where it came from."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception) or "--debug" in sys.argv:
            return
        words = " ".join(str(error).split())[:300]
        sys.stderr.write(f"sijill: defect: {type(error).__name__}: {words} (please report it with what --debug shows)\n")
        raise SystemExit(2) from error


def main() -> None:
    """Run the command line."""
    # Worker processes import the script that started this one, unless it has no file; they would run this command again.
    vars(sys.modules["__main__"]).pop("__file__", None)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    with LastDefence():
        make_app()()
