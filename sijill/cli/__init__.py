"""The command line: `sijill COMMAND`, one file a group of commands.

In: arguments, standard input. Out: tables in a terminal, JSON Lines when piped; exit status 0, 1 (issues in the data above the threshold)
or 2 (an error, as one line on standard error). Every command is imported when it is called, so that `sijill link` starts at once.
Not here: any work; commands put together what `pipeline`, `bulk`, `publish` and `store.views` do.
"""

import sys

from sijill.cli.commands import make_app


def main() -> None:
    """Run the command line."""
    # Worker processes import the script that started this one, unless it has no file; they would run this command again.
    vars(sys.modules["__main__"]).pop("__file__", None)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    make_app()()
