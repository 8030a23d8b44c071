"""Fixtures that more than one package of tests needs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.store import Register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register."""
    with Register.create(tmp_path / "register") as opened:
        yield opened
