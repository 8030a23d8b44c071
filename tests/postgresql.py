"""A PostgreSQL server of the tests' own, in a temporary folder and on a socket there; nothing of the machine's own servers is touched."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def serve_postgresql(programs: Path) -> Iterator[str]:
    """Run a server and give the address of a database, with `{name}` for its name."""
    # A server refuses to run as root; its socket's path must be short.
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="sijill-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")

    def call(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=120)

    data = str(folder / "data")
    call(str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "sijill", "-E", "UTF8", "--locale", "C.UTF-8", "-N")
    options = f"-F -c listen_addresses='' -k {folder}"
    call(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql:///{{name}}?host={folder}&user=sijill"
    finally:
        call(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
