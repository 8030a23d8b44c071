"""Quality on public gold data: runs the yardstick, a project of its own, where it is found.

In: the folder `SIJILL_BENCH`, or `../shared/bench` beside this project. Out: its table as it prints it.
"""

import subprocess
import sys
from pathlib import Path

from sijill.settings import load_settings

ROOT = Path(__file__).parent.parent


def find_folder() -> Path | None:
    """Return the yardstick's folder, or None."""
    named = load_settings().bench
    folders = [Path(named)] if named else [ROOT.parent / "shared" / "bench"]
    return next((f for f in folders if (f / "score.py").is_file()), None)


def measure(limit: int | None) -> str:
    """Return what the yardstick prints; `limit` is the number of cases of the tasks that take one."""
    folder = find_folder()
    if folder is None:
        return "Not run: there is no yardstick here (set SIJILL_BENCH to the folder with `score.py`)."
    command = [sys.executable, "score.py", "all", "--sijill", str(Path(sys.executable).parent / "sijill")]
    command += ["--limit", str(limit)] if limit else []
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return f"```text\n{answer.stdout}{answer.stderr if answer.returncode else ''}\n```"
