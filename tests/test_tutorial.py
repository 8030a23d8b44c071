"""The tutorial runs: every command of `docs/tutorial.md` in one shell, in a terminal, and its output is as the page says."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial.md"
LIMIT = 240
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\u2066-\u2069]")


def parse_tutorial(text: str) -> list[tuple[str, list[str]]]:
    """Return each command with the lines that it should print; a line that begins with `> ` continues a command."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.startswith("> "):
                found[-1] = (found[-1][0] + "\n" + line[2:], [])
            else:
                found[-1][1].append(line)
    return found


def make_pattern(expected: list[str]) -> re.Pattern[str]:
    """Return a pattern for lines in which `...` stands for anything, and a line `...` for any number of lines."""
    parts = [r"(?:.*\n)*" if line == "..." else ".*".join(re.escape(p) for p in line.split("...")) + r"\n" for line in expected]
    return re.compile("".join(parts))


def run_in_terminal(script: Path, folder: Path) -> str:
    """Run a shell script in a terminal of 120 columns; return what it prints, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SIJILL_")} | {"PATH": path, "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen(["bash", str(script)], cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    printed, end = b"", time.monotonic() + LIMIT
    while time.monotonic() < end:
        if not select.select([ours], [], [], 1.0)[0]:
            continue
        try:
            data = os.read(ours, 65536)
        except OSError:  # Linux reports the end of a terminal as an error
            data = b""
        if not data:
            break
        printed += data
    process.kill()
    process.wait()
    os.close(ours)
    lines = CONTROL.sub("", printed.decode("utf-8").replace("\r\n", "\n")).split("\n")
    return "\n".join(line.rpartition("\r")[2].rstrip() for line in lines)


@pytest.mark.slow
def test_the_tutorial_says_what_happens(tmp_path):
    steps = parse_tutorial(TUTORIAL.read_text(encoding="utf-8"))
    script = tmp_path / "tutorial.sh"
    script.write_text(
        "".join(f"printf '@@{n}@@\\n'\n{command}\n" for n, (command, _) in enumerate(steps)) + "printf '@@end@@\\n'\n", encoding="utf-8"
    )
    folder = tmp_path / "work"
    folder.mkdir()
    printed = run_in_terminal(script, folder)
    outputs = re.split(r"@@(?:\d+|end)@@\n?", printed)[1:]
    assert len(outputs) == len(steps) + 1, f"the tutorial stopped early:\n{printed[-2000:]}"
    for (command, expected), output in zip(steps, outputs, strict=False):
        assert "Traceback" not in output, f"$ {command}\n{output}"
        assert make_pattern(expected).fullmatch(output), f"$ {command}\nexpected:\n{chr(10).join(expected)}\n\nprinted:\n{output}"
