"""Everything here is tried in both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sijill.store import Register


@pytest.fixture(params=["sqlite", "postgresql"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    """An empty register."""
    database = request.getfixturevalue("postgresql")() if request.param == "postgresql" else None
    with Register.create(tmp_path / "register", database=database) as opened:
        yield opened
