"""Fixtures that more than one package of tests needs."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.gazetteer import Gazetteer, open_gazetteer
from sijill.settings import Settings
from sijill.store import Register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register."""
    with Register.create(tmp_path / "register") as opened:
        yield opened


@pytest.fixture(scope="session")
def world() -> Gazetteer:
    """The default gazetteer; its index is built once and kept between runs."""
    return open_gazetteer(Settings(cache=str(Path(tempfile.gettempdir()) / f"sijill-tests-{os.getuid()}"), data="/nowhere"))
